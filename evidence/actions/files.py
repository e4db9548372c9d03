"""Files come in: named, sniffed, hashed while they are still temporary; stored only when the pack is."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from evidence.models import EvidenceFile, FileScan, Pack, PackDocument
from evidence.outside.containers import check_structure
from evidence.outside.scanner import Opinion, opinion_of
from evidence.outside.sniffing import HEAD, clean_name, media_type
from evidence.outside.store import chunks_of, store
from evidence.pack.format import Document
from evidence.rules import check_scanned, check_size
from kernel.errors import Refused
from kernel.history import acting
from kernel.rows import SharedRow
from kernel.scope import Actor
from lots.models import Lot
from lots.rules import check_may


@dataclass(frozen=True, slots=True)
class Incoming:
    """An uploaded file that is not evidence yet; `content` is its temporary file."""

    name: str
    sha256: str
    size: int
    media_type: str
    content: BinaryIO
    opinion: Opinion | None = None
    """The malware scanner's, when there is one."""


def examine(name: str, content: BinaryIO) -> Incoming:
    """Name, kind and hash of an uploaded file. Refused when empty, too large, not allowed, or not what it says."""
    own_name = clean_name(name)
    content.seek(0)
    kind = media_type(own_name, content.read(HEAD))
    content.seek(0)
    digest, size = hashlib.sha256(), 0
    for chunk in chunks_of(content):
        digest.update(chunk)
        size += len(chunk)
    check_size(own_name, size)
    check_structure(own_name, kind, content)
    content.seek(0)
    opinion = opinion_of(chunks_of(content), size)
    check_scanned(own_name, opinion)
    return Incoming(own_name, digest.hexdigest(), size, kind, content, opinion)


def check_names(files: Sequence[Incoming]) -> None:
    """Two files of one name in one upload cannot both be meant."""
    names = [file.name for file in files]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Refused(f"“{twice[0]}” was uploaded twice. Rename one of the files.")


def keep_file(*, lot_id: UUID, file: Incoming, by: Actor, at: datetime) -> EvidenceFile:
    """Take one document ahead of its pack, so that a pack can name it (the API's `POST /files/`)."""
    with transaction.atomic(), acting(by=by, reason=f"file {file.name} uploaded", at=at):
        lot = Lot.objects.get(pk=lot_id)
        check_may(by, "evidence.submit", lot, "upload evidence")
        entered = enter(lot, [file], by, at)[file.name]
        put([file])
        return entered


def enter(subject: SharedRow, files: Iterable[Incoming], by: Actor, at: datetime) -> dict[str, EvidenceFile]:
    """The files as the partnership of the subject (a lot, an event) knows them, by name; the bytes follow by `put`."""
    return {file.name: _entered(subject, file, by, at) for file in files}


def _entered(subject: SharedRow, file: Incoming, by: Actor, at: datetime) -> EvidenceFile:
    found, _ = EvidenceFile.objects.get_or_create(
        partnership_id=subject.partnership_id,
        sha256=file.sha256,
        name=file.name,
        defaults={
            "sponsor_id": subject.sponsor_id,
            "size": file.size,
            "media_type": file.media_type,
            "uploaded_by_id": by.person_id,
            "uploaded_at": at,
        },
    )
    if file.opinion is not None:
        FileScan.objects.create(
            partnership_id=subject.partnership_id,
            sponsor_id=subject.sponsor_id,
            file=found,
            verdict=file.opinion.verdict,
            sentence=file.opinion.sentence,
            at=at,
        )
    return found


def put(files: Iterable[Incoming]) -> None:
    """Put the bytes into the store. Refused when a temporary file is no longer what was examined."""
    for file in files:
        file.content.seek(0)
        stored = store().put(chunks_of(file.content))
        if stored.sha256 != file.sha256:
            raise Refused(f"“{file.name}” changed while it was stored. Upload it again.", "21 CFR 11.10(a)")


def attach(pack: Pack, documents: Sequence[Document]) -> None:
    """List the documents behind a stored pack; one that the pack names twice in a category is listed once."""
    listed = {(document.name, document.category): document for document in reversed(documents)}
    hashes = {document.sha256 for document in documents}
    files = EvidenceFile.objects.filter(partnership_id=pack.partnership_id, sha256__in=hashes)
    keys: dict[tuple[str, str | None], UUID] = {
        (name, sha256): key for name, sha256, key in files.values_list("name", "sha256", "pk")
    }
    PackDocument.objects.bulk_create(
        PackDocument(
            partnership_id=pack.partnership_id,
            sponsor_id=pack.sponsor_id,
            pack=pack,
            file_id=keys[document.name, document.sha256],
            category=document.category,
            title=document.title or document.name,
        )
        for document in reversed(listed.values())
    )

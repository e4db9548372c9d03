"""Files come in: named, sniffed, hashed while they are still temporary; stored only when the pack is."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from evidence.models import EvidenceFile, Pack, PackDocument
from evidence.outside.sniffing import HEAD, clean_name, media_type
from evidence.outside.store import chunks_of, store
from evidence.pack.format import Document
from kernel.errors import Refused
from kernel.scope import Actor
from lots.models import Lot


@dataclass(frozen=True, slots=True)
class Incoming:
    """An uploaded file that is not evidence yet; `content` is its temporary file."""

    name: str
    sha256: str
    size: int
    media_type: str
    content: BinaryIO


def examine(name: str, content: BinaryIO) -> Incoming:
    """Name, kind and hash of an uploaded file. Refused when empty, not allowed, or not what its name says."""
    own_name = clean_name(name)
    content.seek(0)
    kind = media_type(own_name, content.read(HEAD))
    content.seek(0)
    digest, size = hashlib.sha256(), 0
    for chunk in chunks_of(content):
        digest.update(chunk)
        size += len(chunk)
    return Incoming(own_name, digest.hexdigest(), size, kind, content)


def check_names(files: Sequence[Incoming]) -> None:
    """Two files of one name in one upload cannot both be meant."""
    names = [file.name for file in files]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Refused(f"“{twice[0]}” was uploaded twice. Rename one of the files.")


def keep(lot: Lot, files: Iterable[Incoming], by: Actor, at: datetime) -> dict[str, EvidenceFile]:
    """Put the files into the store and know them for this partnership; by name."""
    kept = {}
    for file in files:
        file.content.seek(0)
        stored = store().put(chunks_of(file.content))
        if stored.sha256 != file.sha256:
            raise Refused(f"“{file.name}” changed while it was stored. Upload it again.", "21 CFR 11.10(a)")
        kept[file.name], _ = EvidenceFile.objects.get_or_create(
            partnership_id=lot.partnership_id,
            sha256=file.sha256,
            name=file.name,
            defaults={
                "sponsor_id": lot.sponsor_id,
                "size": file.size,
                "media_type": file.media_type,
                "uploaded_by_id": by.person_id,
                "uploaded_at": at,
            },
        )
    return kept


def attach(pack: Pack, documents: Iterable[Document], kept: dict[str, EvidenceFile]) -> None:
    """List the documents behind a stored pack."""
    PackDocument.objects.bulk_create(
        PackDocument(
            partnership_id=pack.partnership_id,
            sponsor_id=pack.sponsor_id,
            pack=pack,
            file=kept[document.name],
            category=document.category,
            title=document.title or document.name,
        )
        for document in documents
    )

"""What came in with a request: whole or refused, which file is the pack, and what to remember of a refusal."""

import hashlib
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from evidence.actions.files import Incoming, examine
from evidence.outside.sniffing import HEAD
from evidence.outside.store import chunks_of
from evidence.pack import batchml
from evidence.pack.bundle.archive import is_bundle
from evidence.pack.format import Pack as StatedPack
from evidence.pack.problems import Problem, Unreadable, printable
from evidence.pack.reading import from_bundle, from_json, from_workbook
from evidence.pack.workbook.layout import STAMP_SHEET
from evidence.rules import UnreadablePack, check_readable
from evidence.states import Form
from kernel.errors import Refused

MOST_PACK_BYTES = 25 * 2**20
MOST_PROBLEMS_KEPT = 200
_AGAIN = "Upload the files again."
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_JSON = "application/json"
_XML, _ZIP = "application/xml", "application/zip"


@dataclass(frozen=True, slots=True)
class Received:
    """A readable upload: the stated pack with its form, the file it came as, the documents."""

    stated: StatedPack
    form: Form
    source: Incoming | None
    documents: Sequence[Incoming]
    remarks: tuple[str, ...] = ()
    """What the batch record says and the pack cannot hold, in sentences."""


def check_arrived(request: HttpRequest) -> None:
    """Refused when the line broke: Django takes a multipart body that ends early for a whole one."""
    stream = getattr(request, "_stream", None)
    limit, read = getattr(stream, "limit", 0), getattr(stream, "_pos", 0)
    if read < limit:
        raise Refused(
            f"Only {read} of {limit} bytes arrived: the line broke. Nothing was stored. {_AGAIN}", code="cut-off"
        )


def examined(files: Iterable["UploadedFile[Any]"]) -> list[Incoming]:
    """The files by name, kind and hash; UnreadablePack names every file that cannot be taken."""
    taken, problems = [], []
    for file in files:
        try:
            taken.append(examine(file.name or "", cast("BinaryIO", file.file)))
        except Refused as refusal:
            problems.append(Problem(printable(file.name or ""), "", None, "", refusal.sentence, ""))
    if problems:
        raise UnreadablePack(Unreadable(tuple(problems)))
    return taken


def with_pack(files: Sequence[Incoming]) -> Received:
    """The pack from the one workbook or CSV bundle among the files; the others are its documents."""
    made = [file for file in files if file.media_type in (_WORKBOOK, _ZIP)]
    packs = [file for file in made if _is_ours(file)] if len(made) != 1 else made
    if len(packs) != 1:
        found = "No workbook of a pack is" if not packs else f"{len(packs)} workbooks or bundles of packs are"
        raise Refused(
            f"{found} among the files. Upload one filled workbook or CSV bundle, as downloaded from this page, with "
            "its documents.",
            "21 CFR 111.260",
            code="no-workbook" if not packs else "several-workbooks",
        )
    return with_part(packs[0], [file for file in files if file is not packs[0]])


def with_json(text: bytes, files: Sequence[Incoming], *, file: str = "pack.json") -> Received:
    """The pack from its JSON form, sent as the body or as a part of it."""
    return _received(from_json(text, file=file), Form.JSON, None, files)


def with_content(body: bytes) -> Received:
    """The pack from a JSON body: the pack itself, or an object with the pack inside and the reasons beside it."""
    return _received(from_json(body, file="pack.json", inside=True), Form.JSON, None, ())


def with_part(part: Incoming, files: Sequence[Incoming]) -> Received:
    """The pack from a part of a form: a workbook, a CSV bundle or JSON."""
    check_no_archive(files)
    if part.media_type == _WORKBOOK:
        return _received(from_workbook(_content(part), file=part.name), Form.WORKBOOK, part, files)
    if part.media_type == _ZIP:
        return _received(from_bundle(_content(part), file=part.name), Form.BUNDLE, part, files)
    if part.media_type == _JSON:
        return with_json(_content(part), files, file=part.name)
    raise Refused(
        f"“{part.name}” is no workbook (.xlsx), CSV bundle (.zip) or JSON (.json). Send the pack as one of them."
    )


def _received(
    read: StatedPack | Unreadable, form: Form, source: Incoming | None, files: Sequence[Incoming]
) -> Received:
    """The readable pack, its batch record filled from the BatchML among its documents."""
    stated = check_readable(read)
    remarks: tuple[str, ...] = ()
    for file in files:
        if file.media_type == _XML and batchml.looks_like_batchml(_head(file)):
            record = batchml.read(_content(file), file=file.name)
            if isinstance(record, Unreadable):
                raise UnreadablePack(record)
            stated = check_readable(batchml.with_batch_record(stated, record, file=file.name))
            remarks += batchml.remarks_on(record)
    return Received(stated, form, source, files, remarks)


def _head(file: Incoming) -> bytes:
    file.content.seek(0)
    return file.content.read(HEAD)


def check_no_archive(files: Sequence[Incoming]) -> None:
    """What lies inside a zip can neither be read nor scanned as evidence."""
    zipped = next((file.name for file in files if file.media_type == _ZIP), None)
    if zipped is not None:
        raise Refused(f"“{zipped}” is a zip and no CSV bundle of a pack. Unzip it and upload the documents themselves.")


def _content(file: Incoming) -> bytes:
    if file.size > MOST_PACK_BYTES:
        raise Refused(
            f"“{file.name}” has {file.size // 2**20} MB; a pack may have {MOST_PACK_BYTES // 2**20} MB. "
            "Attach large material as documents.",
            code="too-large",
        )
    file.content.seek(0)
    return file.content.read()


def _is_ours(file: Incoming) -> bool:
    """Whether the workbook has the stamp of the blank one, or the zip the manifest of a bundle."""
    file.content.seek(0)
    if file.media_type == _ZIP:
        return file.size <= MOST_PACK_BYTES and is_bundle(file.content.read())
    try:
        with zipfile.ZipFile(file.content) as archive:
            return f'name="{STAMP_SHEET}"'.encode() in archive.read("xl/workbook.xml")
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, EOFError, ValueError):
        return False


def to_remember(files: Iterable["UploadedFile[Any]"], refusal: Refused) -> dict[str, Any]:
    """Names, sizes and hashes of what was refused, and where it could not be read (ADR 0006)."""
    problems = getattr(refusal, "problems", ())
    return {
        "files": [{"name": printable(file.name or ""), "size": file.size, "sha256": _hash(file)} for file in files],
        "problem_count": len(problems),
        "problems": [problem_row(problem) for problem in problems[:MOST_PROBLEMS_KEPT]],
    }


def problem_row(problem: Problem) -> dict[str, Any]:
    """A problem's place, reason and cure, as pages, the API and the record of the refusal name them."""
    return {
        "file": problem.file,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "reason": problem.reason,
        "cure": problem.cure,
    }


def _hash(file: "UploadedFile[Any]") -> str:
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in chunks_of(cast("BinaryIO", file.file)):
        digest.update(chunk)
    return digest.hexdigest()

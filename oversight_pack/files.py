"""Packs, kits and documents from this machine's files."""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from evidence.pack import batchml
from evidence.pack.format import Pack
from evidence.pack.kit import Kit, read_kit
from evidence.pack.problems import NotReadable, Unreadable
from evidence.pack.reading import attached, from_bundle, from_json, from_workbook
from oversight_pack.codes import Ended, Exit

Reader = Callable[[bytes, str], Pack | Unreadable]
READERS: dict[str, Reader] = {
    ".xlsx": lambda data, file: from_workbook(data, file=file),
    ".zip": lambda data, file: from_bundle(data, file=file),
    ".json": lambda data, file: from_json(data, file=file),
}
_CHUNK = 2**20


def content(path: Path) -> bytes:
    """The bytes of a file; Ended when there are none to read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Ended(Exit.UNREADABLE, f"“{path}” cannot be opened: {error.strerror}.") from error


def read_pack(path: Path) -> Pack | Unreadable:
    """The pack in a workbook, a CSV bundle or JSON, told by the file's ending."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        listed = ", ".join(READERS)
        raise Ended(Exit.UNREADABLE, f"“{path.name}” is no form of a pack. Its name ends in one of {listed}.")
    return reader(content(path), path.name)


def with_record(pack: Pack, path: Path | None) -> Pack | Unreadable:
    """The pack with the steps and readings of a BatchML file; unchanged without one."""
    if path is None:
        return pack
    record = batchml.read(content(path), file=path.name)
    return record if isinstance(record, Unreadable) else batchml.with_batch_record(pack, record, file=path.name)


def remarks_of(path: Path | None) -> tuple[str, ...]:
    """What a BatchML file says and a pack cannot hold; nothing without one."""
    record = batchml.read(content(path), file=path.name) if path else None
    return batchml.remarks_on(record) if isinstance(record, batchml.Record) else ()


def the_kit(path: Path) -> Kit:
    """The kit of a lot; Ended when it is none, or one of a platform with other rules."""
    try:
        return read_kit(content(path), file=path.name)
    except NotReadable as problem:
        raise Ended(Exit.NO_KIT, f"{problem.reason} {problem.cure}") from problem


def documents_of(pack: Pack, folder: Path) -> list[Path]:
    """The listed documents that stand in the folder."""
    return [path for document in pack.documents if (path := folder / Path(document.name).name).is_file()]


def with_documents(pack: Pack, found: Iterable[Path], kit: Kit | None, *, file: str) -> Pack | Unreadable:
    """The pack with its documents' hashes, as the platform attaches them.

    What does not stand here is taken from the lot's earlier packs, or, where the pack states a hash, for sent ahead.
    """
    ahead = {document.name: document.sha256 for document in pack.documents if document.sha256}
    earlier = {name: sha256 for name, sha256 in (kit.files if kit else {}).items() if name not in ahead}
    listed = {document.name for document in pack.documents}
    known = {name: sha256 for name, sha256 in (earlier | ahead).items() if name in listed}
    return attached(pack, known | {path.name: sha256_of(path) for path in found}, file=file)


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()

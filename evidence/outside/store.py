"""The put-once file store: a file is named by its SHA-256, written whole or not at all, returned byte for byte."""

import hashlib
import os
import uuid
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.utils.module_loading import import_string

from evidence.outside.stored import Stored, check_name

if TYPE_CHECKING:
    from evidence.outside.bucket import BucketStore

_CHUNK = 1024 * 1024


class EvidenceStore:
    """Files below one folder, two levels deep by hash."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, chunks: Iterable[bytes]) -> Stored:
        """Write the content once; a broken-off upload leaves nothing behind."""
        incoming = self.root / "incoming"
        incoming.mkdir(parents=True, exist_ok=True)
        temporary = incoming / uuid.uuid4().hex
        digest, size = hashlib.sha256(), 0
        try:
            with temporary.open("xb") as file:
                for chunk in chunks:
                    digest.update(chunk)
                    size += len(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            name = digest.hexdigest()
            self._settle(temporary, self.path(name))
        finally:
            temporary.unlink(missing_ok=True)
        return Stored(name, size)

    def _settle(self, temporary: Path, target: Path) -> None:
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.chmod(0o440)
        temporary.replace(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # the name survives a power cut, like the content
        finally:
            os.close(folder)

    def path(self, sha256: str) -> Path:
        """Where a file of this hash stands; anything that is no hash is refused."""
        check_name(sha256)
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def open(self, sha256: str, *, start: int = 0) -> BinaryIO:
        """The content from this byte on, counted from 0. Raises FileNotFoundError when it is missing."""
        file = self.path(sha256).open("rb")
        file.seek(start)
        return file

    def local(self, sha256: str) -> AbstractContextManager[BinaryIO]:
        """The content as a file of this machine, for programs that want one."""
        return self.open(sha256)

    def has(self, sha256: str) -> bool:
        return self.path(sha256).exists()


def chunks_of(file: BinaryIO) -> Iterable[bytes]:
    """A file's content in pieces of 1 MiB."""
    while chunk := file.read(_CHUNK):
        yield chunk


def store() -> "EvidenceStore | BucketStore":
    """The store that the settings name: a bucket when there is one, else the folder."""
    if settings.EVIDENCE_BUCKET:
        made: BucketStore = import_string("evidence.outside.bucket.bucket")()  # boto3 is large; most need none of it
        return made
    return EvidenceStore(Path(settings.EVIDENCE_STORE))

"""The put-once file store: a file is named by its SHA-256, written whole or not at all, returned byte for byte."""

import hashlib
import os
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

_NAME = re.compile(r"^[0-9a-f]{64}$")
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Stored:
    """What the store knows of a file: its hash (hexadecimal) and size in bytes."""

    sha256: str
    size: int


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
        if not _NAME.match(sha256):
            raise ValueError("not a SHA-256")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def open(self, sha256: str) -> BinaryIO:
        """The content, from the start. Raises FileNotFoundError when it is missing."""
        return self.path(sha256).open("rb")

    def has(self, sha256: str) -> bool:
        return self.path(sha256).exists()


def chunks_of(file: BinaryIO) -> Iterable[bytes]:
    """A file's content in pieces of 1 MiB."""
    while chunk := file.read(_CHUNK):
        yield chunk


def store() -> EvidenceStore:
    """The store that the settings name."""
    return EvidenceStore(Path(settings.EVIDENCE_STORE))

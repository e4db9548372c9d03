"""Where uploads wait until they are whole: parts beside the store, each with the offset that is safe on disk.

The offset stands in a ledger of its own and is raised only after the bytes before it were flushed (and, where the
sender gave a checksum, checked): a process killed at any point loses at most one step, never claims what is not there.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

STEP = 8 * 2**20
"""Bytes between two notes in the ledger: what a kill can cost."""
_DIGITS = 20
CHECKSUMS = ("sha256", "sha1")


class BusyError(Exception):
    """Another request is writing this part."""


class MisplacedError(Exception):
    """The bytes don't begin where the part ends; `offset` is where it does."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"the part ends at {offset}")
        self.offset = offset


class ChecksumError(Exception):
    """The bytes are not those that the sender meant; none of them was taken."""


@dataclass(frozen=True, slots=True)
class Checksum:
    """A sender's own hash over one request's bytes (tus, checksum extension)."""

    algorithm: str
    digest: bytes


class Quarantine:
    """Parts below one folder: `<key>.part` with the bytes, `<key>.offset` with how many of them count."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def begin(self, key: UUID) -> None:
        """An empty part; its name survives a power cut."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._part(key).open("xb"), self._ledger(key).open("xb") as ledger:
            _note(ledger, 0)
        _flush_folder(self.root)

    def offset(self, key: UUID) -> int:
        """How many bytes are safe. Raises FileNotFoundError when the part is gone."""
        return int(self._ledger(key).read_bytes())

    def has(self, key: UUID) -> bool:
        return self._ledger(key).exists()

    def append(self, key: UUID, offset: int, chunks: Iterable[bytes], *, size: int, checksum: Checksum | None) -> int:
        """Write the bytes behind `offset`, never more than `size` in all; the new offset.

        What arrived before a broken line counts, unless a checksum was to be met. Raises BusyError, MisplacedError,
        ChecksumError, FileNotFoundError.
        """
        with self._locked(key) as (part, ledger):
            there = int(os.pread(ledger.fileno(), _DIGITS, 0))
            if there != offset:
                raise MisplacedError(there)
            part.truncate(there)
            part.seek(there)
            return _Writing(part, ledger, there, checksum).take(chunks, size)

    def open(self, key: UUID) -> BinaryIO:
        """The bytes that have arrived, from the start. Raises FileNotFoundError."""
        return self._part(key).open("rb")

    def drop(self, key: UUID) -> None:
        """Forget the part; nothing happens when it is gone already."""
        self._ledger(key).unlink(missing_ok=True)
        self._part(key).unlink(missing_ok=True)

    def expire(self, before: datetime) -> int:
        """Drop every part that nobody has touched since `before`; how many."""
        dropped = 0
        for ledger in self.root.glob("*.offset"):
            if ledger.stat().st_mtime < before.timestamp():
                self.drop(UUID(ledger.stem))
                dropped += 1
        return dropped

    def has_room(self, size: int) -> bool:
        """Whether the disk can take a file of this size twice (here and in the store) and keep a tenth free."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        usage = shutil.disk_usage(self.root)
        return usage.free - 2 * size > usage.total // 10

    @contextmanager
    def _locked(self, key: UUID) -> Iterator[tuple[BinaryIO, BinaryIO]]:
        with self._part(key).open("r+b", buffering=0) as part, self._ledger(key).open("r+b", buffering=0) as ledger:
            try:
                fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BusyError from error
            yield part, ledger

    def _part(self, key: UUID) -> Path:
        return self.root / f"{key.hex}.part"

    def _ledger(self, key: UUID) -> Path:
        return self.root / f"{key.hex}.offset"


class _Writing:
    """One request's bytes on their way into a part."""

    def __init__(self, part: BinaryIO, ledger: BinaryIO, offset: int, checksum: Checksum | None) -> None:
        self.part, self.ledger, self.offset, self.checksum = part, ledger, offset, checksum
        self.safe = offset
        self.digest = hashlib.new(checksum.algorithm, usedforsecurity=False) if checksum else None

    def take(self, chunks: Iterable[bytes], size: int) -> int:
        try:
            for chunk in chunks:
                if self.offset + len(chunk) > size:
                    raise ValueError("more bytes than were announced")
                self._write(chunk)
        except OSError:
            self._settle()  # the line broke: what came before it counts
            raise
        self._settle()
        return self.safe

    def _write(self, chunk: bytes) -> None:
        left = memoryview(chunk)
        while left:
            left = left[self.part.write(left) :]
        self.offset += len(chunk)
        if self.digest is not None:
            self.digest.update(chunk)
        elif self.offset - self.safe >= STEP:
            self._note()

    def _settle(self) -> None:
        if self.checksum is not None and self.digest is not None and self.digest.digest() != self.checksum.digest:
            raise ChecksumError
        self._note()

    def _note(self) -> None:
        if self.offset > self.safe:
            os.fdatasync(self.part.fileno())
            _note(self.ledger, self.offset)
            self.safe = self.offset


def _note(ledger: BinaryIO, offset: int) -> None:
    os.pwrite(ledger.fileno(), str(offset).zfill(_DIGITS).encode(), 0)
    os.fdatasync(ledger.fileno())


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def quarantine() -> Quarantine:
    """The one that the settings name."""
    return Quarantine(Path(settings.EVIDENCE_QUARANTINE))

"""A part knows what of it is safe: after a broken line, a wrong checksum, a second writer, a kill."""

import base64
import hashlib
import os
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evidence.outside.quarantine import STEP, BusyError, Checksum, ChecksumError, MisplacedError, Quarantine

KEY = uuid.UUID("0199a000-0000-7000-8000-000000000001")


@pytest.fixture
def parts(tmp_path: Path) -> Quarantine:
    made = Quarantine(tmp_path / "quarantine")
    made.begin(KEY)
    return made


def content(parts: Quarantine) -> bytes:
    with parts.open(KEY) as file:
        return file.read()


def test_bytes_are_appended_where_the_part_ends(parts: Quarantine) -> None:
    assert parts.offset(KEY) == 0
    assert parts.append(KEY, 0, [b"abc", b"de"], size=8, checksum=None) == 5
    assert parts.append(KEY, 5, [b"fgh"], size=8, checksum=None) == 8
    assert (parts.offset(KEY), content(parts)) == (8, b"abcdefgh")


@pytest.mark.parametrize("offset", [0, 2, 4])
def test_bytes_that_begin_elsewhere_are_refused(parts: Quarantine, offset: int) -> None:
    parts.append(KEY, 0, [b"abc"], size=8, checksum=None)
    with pytest.raises(MisplacedError) as told:
        parts.append(KEY, offset, [b"x"], size=8, checksum=None)
    assert told.value.offset == 3
    assert content(parts) == b"abc"


def test_more_than_announced_is_refused(parts: Quarantine) -> None:
    with pytest.raises(ValueError, match="more bytes"):
        parts.append(KEY, 0, [b"abc", b"d"], size=3, checksum=None)
    assert parts.offset(KEY) == 0


def test_what_came_before_a_broken_line_counts(parts: Quarantine) -> None:
    def broken() -> Iterator[bytes]:
        yield b"before"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        parts.append(KEY, 0, broken(), size=100, checksum=None)
    assert parts.offset(KEY) == 6


def test_bytes_past_the_ledger_never_count(parts: Quarantine) -> None:
    """What a kill left behind: bytes that nobody vouches for. The next writer overwrites them."""
    parts.append(KEY, 0, [b"safe"], size=10, checksum=None)
    with (parts.root / f"{KEY.hex}.part").open("ab") as file:
        file.write(b"torn")
    assert parts.offset(KEY) == 4
    parts.append(KEY, 4, [b"!"], size=10, checksum=None)
    assert content(parts) == b"safe!"


def test_a_long_request_is_noted_step_by_step(parts: Quarantine) -> None:
    seen = []

    def long() -> Iterator[bytes]:
        for _ in range(3):
            yield b"x" * (STEP // 2)
            seen.append(parts.offset(KEY))

    parts.append(KEY, 0, long(), size=2 * STEP, checksum=None)
    assert seen == [0, STEP, STEP]
    assert parts.offset(KEY) == STEP + STEP // 2


def test_a_checksum_is_met_or_nothing_counts(parts: Quarantine) -> None:
    right = Checksum("sha256", hashlib.sha256(b"abc").digest())
    with pytest.raises(ChecksumError):
        parts.append(KEY, 0, [b"abd"], size=3, checksum=right)
    assert parts.offset(KEY) == 0
    assert parts.append(KEY, 0, [b"ab", b"c"], size=3, checksum=right) == 3


def test_a_broken_line_under_a_checksum_counts_nothing(parts: Quarantine) -> None:
    def broken() -> Iterator[bytes]:
        yield b"before"
        raise ConnectionResetError

    whole = Checksum("sha1", base64.b64decode("Kq5sNclPz7QV2+lfQIuc6R7oRu0="))
    with pytest.raises(ChecksumError):
        parts.append(KEY, 0, broken(), size=100, checksum=whole)
    assert parts.offset(KEY) == 0


def test_one_writer_at_a_time(parts: Quarantine) -> None:
    def within() -> Iterator[bytes]:
        yield b"a"
        with pytest.raises(BusyError):
            parts.append(KEY, 0, [b"z"], size=9, checksum=None)
        yield b"b"

    assert parts.append(KEY, 0, within(), size=9, checksum=None) == 2
    assert content(parts) == b"ab"


def test_a_dropped_part_is_gone(parts: Quarantine) -> None:
    parts.drop(KEY)
    parts.drop(KEY)
    assert not parts.has(KEY)
    with pytest.raises(FileNotFoundError):
        parts.offset(KEY)
    assert list(parts.root.iterdir()) == []


def test_only_untouched_parts_expire(parts: Quarantine) -> None:
    fresh, limit = uuid.uuid4(), datetime.now(UTC) - timedelta(days=7)
    parts.begin(fresh)
    old = limit.timestamp() - 1
    os.utime(parts.root / f"{KEY.hex}.offset", (old, old))
    os.utime(parts.root / f"{fresh.hex}.offset", (limit.timestamp() + 1,) * 2)
    assert parts.expire(limit) == 1
    assert (parts.has(KEY), parts.has(fresh)) == (False, True)


def test_a_full_disk_is_seen_before_the_upload(parts: Quarantine) -> None:
    assert parts.has_room(1)
    assert not parts.has_room(2**60)

"""A file of 2 GB through quarantine into the store: peak memory of the process that takes it, and how fast."""

import os
import resource
import tempfile
import time
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.planted import figure, show

MIB = 2**20
SIZE = int(os.environ.get("UPLOAD_BYTES", str(2 * 2**30)))
CHUNK = 8 * 2**20
MOST_GROWTH = 64 * 2**20
"""Bytes that receiving and storing may add to the process; a chunk kept whole, a few times over, would show."""


def measure(folder: Path) -> list[dict[str, Any]]:
    """Receive chunk by chunk, then hash and store; beside a bare write of the same bytes. Raises when memory grew."""
    from evidence.actions.files import examine, put  # noqa: PLC0415 - after django.setup()
    from evidence.outside.quarantine import quarantine  # noqa: PLC0415

    parts, key = quarantine(), uuid.uuid4()
    parts.begin(key)
    before, began = _peak(), time.monotonic()
    offset = 0
    while offset < SIZE:
        chunk = min(CHUNK, SIZE - offset)
        offset = parts.append(key, offset, _pieces(offset, chunk), size=SIZE, checksum=None)
    received = time.monotonic()
    with parts.open(key) as content:
        put([examine("scan.pdf", content)])
    stored = time.monotonic()
    growth = _peak() - before
    if growth > MOST_GROWTH:
        raise SystemExit(f"an upload of {SIZE} bytes added {growth} bytes of memory")
    bare = SIZE / _bare_write(folder / "bare")
    return [
        figure("bare write of the same bytes", bare / MIB, "MiB/s"),
        figure(
            f"{SIZE // MIB} MiB received in chunks", SIZE / (received - began) / MIB, "MiB/s", bare / MIB, "bare write"
        ),
        figure("hashed, checked and stored", SIZE / (stored - received) / MIB, "MiB/s", bare / MIB, "bare write"),
        figure("peak memory added", growth / MIB, "MiB", before / MIB, "peak before"),
    ]


def _bare_write(path: Path) -> float:
    """Seconds."""
    began = time.monotonic()
    with path.open("wb") as file:
        for piece in _pieces(0, SIZE):
            file.write(piece)
    path.unlink()
    return time.monotonic() - began


def main() -> None:
    """Print the table, keep it as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oversight.settings")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["EVIDENCE_STORE"] = f"{folder}/evidence"
        os.environ["EVIDENCE_QUARANTINE"] = f"{folder}/quarantine"
        import django  # noqa: PLC0415 - after its settings

        django.setup()
        show("uploads", measure(Path(folder)))


def _pieces(offset: int, size: int) -> Iterable[bytes]:
    """As the web server hands a body on: by 1 MiB."""
    left = size
    while left > 0:
        piece = (b"%PDF-1.7\n" if offset == 0 and left == size else b"") + bytes(min(left, 2**20))
        piece = piece[: min(left, 2**20)]
        left -= len(piece)
        yield piece


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()

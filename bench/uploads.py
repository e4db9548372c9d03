"""A file of 2 GB through quarantine into the store: peak memory of the process that takes it, and how fast."""

import os
import resource
import sys
import tempfile
import time
import uuid
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZE = int(os.environ.get("UPLOAD_BYTES", str(2 * 2**30)))
CHUNK = 8 * 2**20
MOST_GROWTH = 64 * 2**20
"""Bytes that receiving and storing may add to the process; a chunk kept whole, a few times over, would show."""


def main() -> int:
    """0 when memory stayed flat, 1 otherwise. Receives a file chunk by chunk, then hashes and stores it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oversight.settings")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["EVIDENCE_STORE"] = f"{folder}/evidence"
        os.environ["EVIDENCE_QUARANTINE"] = f"{folder}/quarantine"
        import django  # noqa: PLC0415 - after its settings

        django.setup()
        return _measured()


def _measured() -> int:
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
        file = examine("scan.pdf", content)
        put([file])
    stored = time.monotonic()
    growth = _peak() - before
    print(f"| received, {SIZE // 2**20} MB in chunks of 8 MB | {SIZE / 2**20 / (received - began):.0f} MB/s |")
    print(f"| hashed, checked and stored | {SIZE / 2**20 / (stored - received):.0f} MB/s |")
    print(f"| peak memory added (of {before // 2**20} MB) | {growth / 2**20:.1f} MB |")
    return int(growth > MOST_GROWTH)


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
    sys.exit(main())

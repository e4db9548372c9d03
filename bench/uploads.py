"""A file of 2 GB into the store: peak memory of the process that takes it, and how fast.

Once through quarantine in a bare process, once through the served web process: sent by PATCH, handed over by the form.
"""

import os
import resource
import shutil
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


def measure_served(folder: Path) -> list[dict[str, Any]]:
    """The same through a web server with a database of its own. Raises when its memory grew."""
    from django.db import connections, transaction  # noqa: PLC0415 - after django.setup()

    from tests.databases import Cluster, clone, drop, template  # noqa: PLC0415
    from tests.factories.walked import make_known_lot, make_shop  # noqa: PLC0415
    from tests.factories.world import make_world  # noqa: PLC0415
    from tests.faults.platform import broker, free_port  # noqa: PLC0415
    from tests.faults.served import growths  # noqa: PLC0415
    from tests.journeys.site import Site  # noqa: PLC0415

    name = clone(template(), on_disk=True)
    Cluster.use(name)
    try:
        with transaction.atomic():
            shop = make_shop(make_world())
            lots = make_known_lot(shop, "MG2603-114"), make_known_lot(shop, "MG2603-115")
        with broker(folder) as own:
            site = Site(name, folder, own, free_port())
            try:
                site.start_web()
                grown = growths(site, shop.world, lots, SIZE)
            finally:
                site.stop()
    finally:
        connections.close_all()
        Cluster.use(Cluster.home)
        drop(name)
    if max(grown) > MOST_GROWTH:
        raise SystemExit(f"an upload of {SIZE} bytes added {grown} bytes of memory to the web server")
    return [
        figure(f"memory of the web server, {SIZE // MIB} MiB sent", grown[0] / MIB, "MiB"),
        figure("memory of the web server, handed over", grown[1] / MIB, "MiB"),
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
        bare = measure(Path(folder))
        shutil.rmtree(folder)  # as much again comes through the web server
        Path(folder).mkdir()
        show("uploads", [*bare, *measure_served(Path(folder))])


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

"""Sealing the trail and checking it, beside how fast it can be written; the size of a proof.

`python -m bench.seal`: prints a table and writes `.data/bench/seal.json`.
"""

import os
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from bench.history import CLIENTS, FILL, TELL, rate
from bench.planted import Figure, figure, show, walked

ROWS = 40_000
LEAVES = 1_000_000


def sealed(rows: int) -> float:
    """Rows a second of the sealer with its reading, signing and writing."""
    from django.db import transaction  # noqa: PLC0415 - after django.setup()

    from kernel import scope  # noqa: PLC0415
    from kernel.clock import server_now  # noqa: PLC0415
    from records.actions import seal_next  # noqa: PLC0415

    begun = time.perf_counter()
    with scope.opened(scope.system()):
        with transaction.atomic():
            at = server_now()
        while seal_next(at=at):
            pass
    return rows / (time.perf_counter() - begun)


def checked() -> float:
    """Rows a second of the whole check without files."""
    from workspace.management.commands.verify import check  # noqa: PLC0415 - after django.setup()

    begun = time.perf_counter()
    found = check(with_files=False)
    if not found.is_good:
        raise SystemExit(f"{len(found.findings)} findings, nothing was measured: {found.findings[0]}")
    return found.rows / (time.perf_counter() - begun)


def proof() -> tuple[int, float, float]:
    """(bytes of a proof, µs to check one, seconds to work the tree out) of a tree of a million leaves."""
    from records.merkle.tree import Levels, leaf_hash, root_from_path  # noqa: PLC0415 - beside the others

    begun = time.perf_counter()
    tree = Levels([leaf_hash(str(number).encode()) for number in range(LEAVES)])
    built, index = time.perf_counter() - begun, LEAVES * 2 // 3
    path, leaf = tree.path(index), leaf_hash(str(index).encode())
    begun = time.perf_counter()
    for _ in range(1_000):
        if root_from_path(leaf, index, LEAVES, path) != tree.root:
            raise SystemExit("the proof does not hold, nothing was measured")
    return sum(map(len, path)), (time.perf_counter() - begun) * 1_000, built


def measure() -> list[Figure]:
    """All figures."""
    from django.conf import settings  # noqa: PLC0415 - after django.setup()

    from tests.databases import owner_connection  # noqa: PLC0415

    with walked("planned") as (database, shop, _), TemporaryDirectory() as folder:
        settings.SEAL_FOLDER = Path(folder)
        site, told = shop.world.keystone_site, [str(shop.world.clerk.person_id), str(shop.world.keystone.pk)]
        sealed(1)  # what the clone came with
        with closing(owner_connection(database)) as connection, connection.cursor() as cursor:
            cursor.execute(TELL.replace("true", "false"), told)
            cursor.execute(FILL.format("parties_site"), [ROWS, str(site.pk)])
            cursor.execute("SELECT id::text FROM parties_site LIMIT %s", [CLIENTS * 100])
            keys = [key for (key,) in cursor.fetchall()]
        speed = sealed(ROWS)
        written = rate(database, "parties_site", keys, told)
        sealed(1)
        read = checked()
    size, check_us, built = proof()
    return [
        figure(f"changes written, {CLIENTS} sessions", written, "rows/s"),
        figure("sealed: read, hashed, signed, stored", speed, "rows/s", written, "changes written"),
        figure("checked: every row, line, seal and record", read, "rows/s", speed, "sealed"),
        figure(f"proof in a tree of {LEAVES:,} leaves", size, "bytes"),
        figure("checking such a proof", check_us, "µs"),
        figure("working that tree out from its lines", built, "s"),
    ]


def main() -> None:
    """Print the table, keep it as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oversight.settings")
    django.setup()
    show("seal", measure())


if __name__ == "__main__":
    main()

"""A committed clone with one lot walked to its release, many lots beside it, and the table of figures."""

import io
import json
import math
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

DATA_FOLDER = Path(__file__).resolve().parent.parent / ".data"
PARTNERSHIPS = 20
CLONED = """
INSERT INTO {table} SELECT (jsonb_populate_record(NULL::{table}, to_jsonb(t) || %s::jsonb)).*
FROM {table} t WHERE id = %s
"""
Figure = dict[str, Any]


@contextmanager
def walked(until: str = "released") -> Iterator[tuple[str, Any, Any]]:
    """(database, shop, lot): a clone of the tests' template in which one lot reached the state `until`."""
    from django.db import connections  # noqa: PLC0415 - after django.setup()

    from tests.databases import Cluster, clone, drop, template  # noqa: PLC0415
    from tests.factories.walked import make_lot, make_shop  # noqa: PLC0415
    from tests.factories.world import make_world  # noqa: PLC0415

    name = clone(template(), on_disk=True)
    Cluster.use(name)
    try:
        from django.db import transaction  # noqa: PLC0415

        with transaction.atomic():
            shop = make_shop(make_world())
            lot = make_lot(shop, "KB-BENCH-1", until=until)
        yield name, shop, lot
    finally:
        connections.close_all()
        Cluster.use(Cluster.home)
        drop(name)


def cloned(cursor: Any, table: str, key: Any, **changed: Any) -> str:
    """A copy of one row under a key of its own."""
    new = str(uuid.uuid4())
    cursor.execute(CLONED.format(table=table), [json.dumps({"id": new, **changed}), str(key)])
    return new


def places(database: str, shop: Any) -> list[tuple[str, str, str]]:
    """(partnership, CMO, product) of `PARTNERSHIPS` partnerships of the same sponsor, the first one real."""
    from tests.databases import owner_connection  # noqa: PLC0415 - after django.setup()

    real, found = shop.world.alder_keystone, []
    tables = ("parties_organisation", "parties_partnership", "masters_product")
    connection = owner_connection(database)
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for n in range(1, PARTNERSHIPS):
            cmo = cloned(cursor, "parties_organisation", real.cmo_id, name=f"Keystone Blending {n}")
            partnership = cloned(cursor, "parties_partnership", real.pk, cmo_id=cmo)
            product = cloned(cursor, "masters_product", shop.product.pk, partnership_id=partnership)
            found.append((partnership, cmo, product))
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    connection.close()
    return [(str(real.pk), str(real.cmo_id), str(shop.product.pk)), *found]


def load_lots(database: str, lot: Any, where: Sequence[tuple[str, str, str]], numbers: range) -> list[str]:
    """COPY completed lots and their gate rows as the owner, triggers off; the lots' keys."""
    from tests.databases import owner_connection  # noqa: PLC0415 - after django.setup()

    lots, gates, keys = io.StringIO(), io.StringIO(), []
    for n in numbers:
        partnership, cmo, product = where[n % len(where)]
        keys.append(str(uuid.uuid4()))
        made = f"2026-01-05 09:{n // 60 % 60:02}:{n % 60:02}+00"
        lots.write(
            f"{keys[-1]}\t{partnership}\t{lot.sponsor_id}\t{cmo}\t{lot.site_id}\t{product}\tKB-{n:06}\tcompleted"
            f"\t5000\t4900\t{lot.unit}\t{made}\n"
        )
        gates.write(f"{keys[-1]}\t{partnership}\t{lot.sponsor_id}\tf\tt\t1\t0\t[]\t{{}}\n")
    lots.seek(0)
    gates.seek(0)
    connection = owner_connection(database)
    with connection.cursor() as cursor:
        for table in ("lots_lot", "lots_lotgate"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.copy_expert(
            "COPY lots_lot (id, partnership_id, sponsor_id, cmo_id, site_id, product_id, number, state,"
            " quantity_planned, quantity_good, unit, created_at) FROM STDIN",
            lots,
        )
        cursor.copy_expert(
            "COPY lots_lotgate (lot_id, partnership_id, sponsor_id, ok, settled, version, open_qty, reasons, route)"
            " FROM STDIN",
            gates,
        )
        for table in ("lots_lot", "lots_lotgate"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE")
    connection.close()
    return keys


def times(call: Callable[[], object], count: int) -> list[float]:
    """Seconds of each call, sorted; one call before them warms up."""
    call()
    found = []
    for _ in range(count):
        begun = perf_counter()
        call()
        found.append(perf_counter() - begun)
    return sorted(found)


def percentile(found: Sequence[float], percent: int) -> float:
    """Nearest rank of sorted values."""
    return found[max(0, math.ceil(len(found) * percent / 100) - 1)]


def figure(name: str, value: float, unit: str, control: float = 0.0, ratio_to: str = "") -> Figure:
    """One line of the table; `ratio` is value ÷ control."""
    ratio = round(value / control, 4) if control else None
    return {"name": name, "value": round(value, 3), "unit": unit, "ratio": ratio, "ratio_to": ratio_to}


def line_of(line: Figure) -> str:
    """A figure as the table shows it: name, value, unit, and what it is a ratio to."""
    ratio = f"{line['ratio']:.3f} × {line['ratio_to']}" if line["ratio_to"] else ""
    return f"{line['name']:<52}{line['value']:>12,.3f} {line['unit']:<12}{ratio}"


def show(name: str, figures: Sequence[Figure]) -> None:
    """Print the table, keep it as `.data/bench/<name>.json`."""
    for line in figures:
        print(line_of(line))
    target = DATA_FOLDER / "bench" / f"{name}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(list(figures), indent=2) + "\n", encoding="utf-8")

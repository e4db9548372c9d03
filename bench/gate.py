"""The release gate: verdicts of 1 and 100 lots, the pure decision, shipments a second beside a bare INSERT.

`python -m bench.gate`: prints a table and writes `.data/bench/gate.json`.
"""

import os
import time
from contextlib import closing
from typing import Any

import django

from bench.planted import Figure, figure, load_lots, percentile, places, show, times, walked

SAMPLES = 30
DECISIONS = 5_000
SHIPMENTS = 1_000
INSERT = """
INSERT INTO {table} (id, partnership_id, sponsor_id, lot_id, consignee_id, quantity, unit, shipped_at, ship_from,
    reference, carrier, shipped_by_id, decision)
VALUES (gen_random_uuid(), %s, %s, %s, %s, 1, %s, now(), 'Keystone Plant 1', left(gen_random_uuid()::text, 13),
    'Carrier', %s, '{{}}')
"""


def verdicts(lot_ids: list[Any], actor: Any) -> tuple[list[float], int]:
    """(sorted seconds, queries) of one live verdict over these lots, inside the actor's scope."""
    from django.db import connection, transaction  # noqa: PLC0415 - after django.setup()
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from kernel import scope  # noqa: PLC0415
    from kernel.clock import now  # noqa: PLC0415
    from release.queries import verdicts_of  # noqa: PLC0415

    with scope.opened(actor), transaction.atomic():
        found = times(lambda: verdicts_of(lot_ids, now()), SAMPLES)
        with CaptureQueriesContext(connection) as sent:
            answered = verdicts_of(lot_ids, now())
    if len(answered) != len(lot_ids):
        raise SystemExit(f"{len(answered)} verdicts for {len(lot_ids)} lots, nothing was measured")
    return found, len(sent)


def decision_seconds(lot: Any, actor: Any) -> float:
    """Seconds of one pure decision over facts already read."""
    from django.db import transaction  # noqa: PLC0415 - after django.setup()

    from kernel import scope  # noqa: PLC0415
    from kernel.clock import now  # noqa: PLC0415
    from release.gate import decide  # noqa: PLC0415
    from release.queries import facts_of  # noqa: PLC0415

    with scope.opened(actor), transaction.atomic():
        facts, at = facts_of([lot.pk])[lot.pk], now()
    begun = time.perf_counter()
    for _ in range(DECISIONS):
        decide(facts, at)
    return (time.perf_counter() - begun) / DECISIONS


def inserts(database: str, shop: Any, lot: Any) -> tuple[float, float]:
    """(guarded, bare) rows a second: single-row INSERTs by the owner in one transaction each way."""
    from tests.databases import owner_connection  # noqa: PLC0415 - after django.setup()

    shipper = shop.world.clerk.person_id
    row = [str(v) for v in (lot.partnership_id, lot.sponsor_id, lot.pk)]
    connection = owner_connection(database)
    connection.autocommit = False
    rates = []
    with closing(connection), connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare_shipment (LIKE traceability_shipment INCLUDING DEFAULTS)")
        cursor.execute(
            "SELECT set_config('app.actor', %s, true), set_config('app.reason', 'bench', true),"
            " set_config('app.at', now()::text, true)",
            [str(shipper)],
        )
        cursor.execute(
            "INSERT INTO traceability_consignee (id, partnership_id, sponsor_id, name, kind, address, contact)"
            " VALUES (gen_random_uuid(), %s, %s, 'Harbor Health', 'distributor', '1 Pier Road', '') RETURNING id",
            row[:2],
        )
        consignee = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE lots_lotgate SET open_qty = 4900, valid_until = NULL, ok = true, settled = true WHERE lot_id = %s",
            [row[2]],
        )
        for table in ("traceability_shipment", "bare_shipment"):
            begun = time.perf_counter()
            for _ in range(SHIPMENTS):
                cursor.execute(INSERT.format(table=table), [*row, consignee, lot.unit, str(shipper)])
            rates.append(SHIPMENTS / (time.perf_counter() - begun))
    return rates[0], rates[1]


def measure() -> list[Figure]:
    """All figures; raises SystemExit when more lots send more queries."""
    with walked() as (database, shop, lot):
        keys = load_lots(database, lot, places(database, shop)[:1], range(99))
        one, few = verdicts([lot.pk], shop.world.reviewer)
        hundred, many = verdicts([lot.pk, *keys], shop.world.reviewer)
        decided = decision_seconds(lot, shop.world.reviewer)
        guarded, bare = inserts(database, shop, lot)
    if few != many:
        raise SystemExit(f"{few} queries for one lot, {many} for 100")
    single = percentile(one, 50) * 1000
    return [
        figure("verdict of 1 lot, p50", single, "ms"),
        figure("verdicts of 100 lots, p50", percentile(hundred, 50) * 1000, "ms", single, "1 lot"),
        figure("queries for 100 lots", many, "queries", few, "queries for 1 lot"),
        figure("pure decision", decided * 1_000_000, "µs", single * 1000, "verdict of 1 lot"),
        figure("bare INSERT, unguarded copy of the table", bare, "rows/s"),
        figure("shipment INSERT: gate paid, history written", guarded, "rows/s", bare, "bare INSERT"),
    ]


def main() -> None:
    """Print the table, keep it as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oversight.settings")
    django.setup()
    show("gate", measure())


if __name__ == "__main__":
    main()

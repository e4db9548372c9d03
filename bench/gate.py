"""The release gate: verdicts of 1 and 100 lots, the pure decision, shipments a second: bare, paid, by 32 clients.

`python -m bench.gate`: prints a table and writes `.data/bench/gate.json`.
"""

import os
import random
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import django

from bench.planted import Figure, figure, load_lots, percentile, places, show, times, walked

SAMPLES = 30
DECISIONS = 5_000
SHIPMENTS = 1_000
CLIENTS = (1, 8, 32)
SECONDS = float(os.environ.get("SECONDS", "3"))
"""Of each number of clients."""
INSERT = """
INSERT INTO {table} (id, partnership_id, sponsor_id, lot_id, consignee_id, quantity, unit, shipped_at, ship_from,
    reference, carrier, shipped_by_id, decision, permit_id)
VALUES (gen_random_uuid(), %s, %s, %s, %s, 1, %s, now(), 'Keystone Plant 1', gen_random_uuid()::text,
    'Carrier', %s, '{{}}', %s)
"""
PERMIT = """
INSERT INTO release_shippermit (id, partnership_id, sponsor_id, lot_id, consignee_id, consignee_name, quantity, unit,
    token, jws, state, issued_by_id, issued_at, expires_at, revoked_reason)
VALUES (%s, %s, %s, %s, %s, '', 1, %s, gen_random_uuid()::text, '', 'live', %s, now(), now() + interval '1 day', '')
"""
ACTING = """
SELECT set_config('app.actor', %s, true), set_config('app.reason', 'bench', true),
    set_config('app.at', now()::text, true)
"""
CONSIGNEE = """
INSERT INTO traceability_consignee (id, partnership_id, sponsor_id, name, kind, address, contact)
VALUES (gen_random_uuid(), %s, %s, 'Harbor Health', 'retailer', '1 Pier Road', '') RETURNING id
"""
OPEN = "UPDATE lots_lotgate SET open_qty = 1000000, valid_until = NULL, ok = true, settled = true"


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


def inserts(database: str, shop: Any, lot: Any) -> tuple[float, float, str]:
    """(guarded, bare) rows a second: single-row INSERTs by the owner in one transaction each way; the consignee."""
    from tests.databases import owner_connection  # noqa: PLC0415 - after django.setup()

    shipper = str(shop.world.clerk.person_id)
    row = [str(v) for v in (lot.partnership_id, lot.sponsor_id, lot.pk)]
    permits = [str(uuid.uuid4()) for _ in range(SHIPMENTS)]
    connection = owner_connection(database)
    connection.autocommit = False
    rates = []
    with closing(connection), connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare_shipment (LIKE traceability_shipment INCLUDING DEFAULTS)")
        cursor.execute(ACTING, [shipper])
        cursor.execute(CONSIGNEE, row[:2])
        consignee = str(cursor.fetchone()[0])
        cursor.execute(OPEN)
        for permit in permits:
            cursor.execute(PERMIT, [permit, *row, consignee, lot.unit, shipper])
        for table in ("traceability_shipment", "bare_shipment"):
            begun = time.perf_counter()
            for permit in permits:
                cursor.execute(INSERT.format(table=table), [*row, consignee, lot.unit, shipper, permit])
            rates.append(SHIPMENTS / (time.perf_counter() - begun))
    return rates[0], rates[1], consignee


def decided(database: str, shop: Any, lots: list[str], consignee: str, clients: int) -> float:
    """Decisions a second by so many sessions at once, spread over these open lots: each a transaction of its own that
    issues a permit through the gate, spends it, pays, and writes history; by the owner."""
    from tests.databases import owner_connection  # noqa: PLC0415 - after django.setup()

    pair, shipper = shop.partnership, str(shop.world.clerk.person_id)
    ends = time.perf_counter() + SECONDS

    def client(seed: int) -> int:
        rng, done = random.Random(seed), 0  # noqa: S311 - no secret
        connection = owner_connection(database)
        connection.autocommit = False
        with closing(connection), connection.cursor() as cursor:
            while time.perf_counter() < ends:
                permit, row = str(uuid.uuid4()), [str(pair.pk), str(pair.sponsor_id), rng.choice(lots)]
                cursor.execute(ACTING, [shipper])
                cursor.execute(PERMIT, [permit, *row, consignee, "bottle", shipper])
                cursor.execute(
                    INSERT.format(table="traceability_shipment"), [*row, consignee, "bottle", shipper, permit]
                )
                connection.commit()
                done += 1
        return done

    with ThreadPoolExecutor(clients) as pool:
        return sum(pool.map(client, range(clients))) / SECONDS


def list_queries(shop: Any) -> int:
    """Statements of the lot list's first page."""
    from bench.pages import queries  # noqa: PLC0415 - after django.setup()
    from tests.factories.browsers import browser  # noqa: PLC0415

    return queries(browser(shop.world, "qa@alderpine.example"), "/lots/")


def measure() -> list[Figure]:
    """All figures; raises SystemExit when more lots send more queries."""
    with walked() as (database, shop, lot):
        list_of_one = list_queries(shop)
        keys = load_lots(database, lot, places(database, shop)[:1], range(99))
        list_of_hundred = list_queries(shop)
        one, few = verdicts([lot.pk], shop.world.reviewer)
        hundred, many = verdicts([lot.pk, *keys], shop.world.reviewer)
        pure = decision_seconds(lot, shop.world.reviewer)
        guarded, bare, consignee = inserts(database, shop, lot)
        rates = [decided(database, shop, [str(key) for key in keys], consignee, clients) for clients in CLIENTS]
    if (few, list_of_one) != (many, list_of_hundred):
        raise SystemExit(f"{few} and {list_of_one} queries for one lot, {many} and {list_of_hundred} for 100")
    single = percentile(one, 50) * 1000
    return [
        figure("verdict of 1 lot, p50", single, "ms"),
        figure("verdicts of 100 lots, p50", percentile(hundred, 50) * 1000, "ms", single, "1 lot"),
        figure("queries for 100 lots", many, "queries", few, "queries for 1 lot"),
        figure("pure decision", pure * 1_000_000, "µs", single * 1000, "verdict of 1 lot"),
        figure("bare INSERT, unguarded copy of the table", bare, "rows/s"),
        figure("shipment INSERT: gate, permit, history", guarded, "rows/s", bare, "bare INSERT"),
        figure("queries of the list of 100 lots", list_of_hundred, "queries", list_of_one, "list of 1 lot"),
        *(
            figure(f"permit and shipment, {clients} clients", rate, "decisions/s", rates[0], "1 client")
            for clients, rate in zip(CLIENTS, rates, strict=True)
        ),
    ]


def main() -> None:
    """Print the table, keep it as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oversight.settings")
    django.setup()
    show("gate", measure())


if __name__ == "__main__":
    main()

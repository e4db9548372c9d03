"""Recall scope under row-level security: p50 and p95, beside a bare fetch, the walk in memory, and spreadsheets.

`python -m bench.recall`: prints a table and writes `.data/bench/recall.json`. By default genealogies of 100,000 edges
and a million; `RECALL_EDGES=100000,1000000,10000000` names the sizes (shipment lines counted as edges). What is
measured is what the product runs, as the application's role: `find_scope` and the shipments under their policies.
"""

import os
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any

import django

from bench.planted import Figure, figure, percentile, show, times, walked
from bench.recall_crosswalk import Crosswalk
from bench.recall_planted import Planted, walk

LINES = """
    SELECT s.id, s.lot_id, s.consignee_id, s.quantity, s.unit, s.shipped_at, s.reference
    FROM find_scope(%s::uuid[], true, NULL) f JOIN traceability_shipment s ON s.lot_id = f.node_id
"""
FETCH = """
    SELECT s.id, s.lot_id, s.consignee_id, s.quantity, s.unit, s.shipped_at, s.reference
    FROM unnest(%s::uuid[]) f (id) JOIN traceability_shipment s ON s.lot_id = f.id
"""
BARE = """
    WITH RECURSIVE reached (id) AS (
        SELECT unnest(%s::uuid[])
        UNION
        SELECT e.child_id FROM reached r JOIN lots_edge e ON e.parent_id = r.id WHERE e.ended_at IS NULL)
    SELECT s.id, s.lot_id, s.consignee_id, s.quantity, s.unit, s.shipped_at, s.reference
    FROM reached f JOIN traceability_shipment s ON s.lot_id = f.id
"""
FORWARD = "SELECT node_id FROM find_scope(%s::uuid[], true, NULL)"
BACKWARD = "SELECT node_id FROM find_scope(%s::uuid[], false, NULL)"
ORDINARY, EXCIPIENTS, REPEATS = 60, 8, 7


def sizes() -> list[int]:
    return [int(text) for text in os.environ.get("RECALL_EDGES", "100000,1000000").split(",")]


def asked_by(actor: Any, sql: str, keys: Sequence[str]) -> list[tuple[Any, ...]]:
    """In a transaction of the actor's scope, fetched whole."""
    from django.db import connection, transaction  # noqa: PLC0415 - after django.setup()

    from kernel import scope  # noqa: PLC0415

    with scope.opened(actor), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [list(keys)])
        return list(cursor.fetchall())


def _timed(calls: Sequence[Callable[[], object]]) -> list[float]:
    """Seconds of each, sorted, after one round that warms up."""
    found = []
    for call in calls:
        call()
        begun = perf_counter()
        call()
        found.append(perf_counter() - begun)
    return sorted(found)


def measured(size: int, smallest: dict[str, float]) -> list[Figure]:
    with walked("planned") as (database, shop, lot):
        planted = Planted(database, shop, lot)
        planted.load(size)
        name = f"{size:.0e}".replace("e+0", "e")
        return [*_latency(planted, name, smallest), *_answers(planted, name), *_pages(planted, name)]


def _latency(planted: Planted, name: str, smallest: dict[str, float]) -> list[Figure]:
    actor, found = planted.shop.world.clerk, []
    for kind, seeds in (("ordinary", planted.ordinary[:ORDINARY]), ("excipient", planted.excipients[:EXCIPIENTS])):
        reached = [list(walk(planted.forward, [seed])) for seed in seeds]
        lines = [len(asked_by(actor, LINES, [seed])) for seed in seeds]
        ours = _timed([lambda s=seed: asked_by(actor, LINES, [s]) for seed in seeds])
        fetch = _timed([lambda keys=keys: asked_by(actor, FETCH, keys) for keys in reached])
        bare = _timed([lambda s=seed: planted.as_owner(BARE, [s]) for seed in seeds])
        memory = _timed([lambda s=seed: planted.walked_in_memory(s) for seed in seeds])
        half, control = percentile(ours, 50), percentile(fetch, 50)
        smallest.setdefault(kind, half / max(1, percentile(sorted(lines), 50)))
        each = half / max(1, percentile(sorted(lines), 50))
        found += [
            figure(f"{name} {kind}: shipment lines, median", percentile(sorted(lines), 50), "lines"),
            figure(f"{name} {kind}: forward scope p50 (A1)", half * 1000, "ms", control * 1000, "a bare fetch of them"),
            figure(f"{name} {kind}: forward scope p95", percentile(ours, 95) * 1000, "ms"),
            figure(f"{name} {kind}: a line (A2)", each * 1e6, "µs", smallest[kind] * 1e6, "the smallest size"),
            figure(f"{name} {kind}: without policies (A3)", half * 1000, "ms", percentile(bare, 50) * 1000, "that"),
            figure(f"{name} {kind}: dictionaries in memory", percentile(memory, 50) * 1000, "ms"),
        ]
    back = _timed([lambda k=key: asked_by(actor, BACKWARD, [k]) for key in planted.finished[:ORDINARY]])
    return [*found, figure(f"{name} backward p50", percentile(back, 50) * 1000, "ms")]


def _answers(planted: Planted, name: str) -> list[Figure]:
    """Recall and precision against a plain walk over all edges, for each company (A5); the worst of all seeds."""
    found = []
    for role, actor, visible in planted.roles():
        recall = precision = 1.0
        for seed in (*planted.ordinary[:20], *planted.excipients[:2]):
            true = walk(planted.forward, [seed]) & visible if seed in visible else set()
            told = {
                str(key) for (key,) in asked_by(actor, "SELECT node_id FROM find_scope(%s::uuid[], true, NULL)", [seed])
            }
            recall = min(recall, len(true & told) / max(1, len(true)) if true else 1.0)
            precision = min(precision, len(true & told) / len(told) if told else 1.0)
        found += [
            figure(f"{name} {role}: recall (A5)", recall, "of 1"),
            figure(f"{name} {role}: precision (A5)", precision, "of 1"),
        ]
    return found


def _pages(planted: Planted, name: str) -> list[Figure]:
    """The worst excipient over HTTP, in this process, and by spreadsheets (A4)."""
    from tests.factories.browsers import browser  # noqa: PLC0415 - after django.setup()

    client, worst = browser(planted.shop.world, "clerk@keystone.example"), planted.excipients[0]
    crosswalk = Crosswalk(planted)

    def page() -> None:
        answer = client.get(f"/trace/scope/?lots={worst}", HTTP_HOST="localhost")
        assert answer.status_code == 200, answer.content[:3000]

    def file() -> None:
        assert b"".join(client.get(f"/trace/scope/csv/?lots={worst}", HTTP_HOST="localhost").streaming_content)

    first, csv = percentile(times(page, REPEATS), 50), percentile(times(file, REPEATS), 50)
    begun = perf_counter()
    lines = crosswalk.lines(worst)
    by_hand = perf_counter() - begun
    return [
        figure(f"{name} worst excipient: shipment lines", lines, "lines"),
        figure(f"{name} worst excipient: page (A4)", first, "s"),
        figure(f"{name} worst excipient: CSV (A4)", csv, "s"),
        figure(f"{name} worst excipient: spreadsheets, files read (A4)", by_hand, "s", csv, "the CSV"),
    ]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oversight.settings")
    django.setup()
    smallest: dict[str, float] = {}
    show("recall", [line for size in sizes() for line in measured(size, smallest)])


if __name__ == "__main__":
    main()

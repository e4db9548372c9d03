"""Lots of a version with 1 000 and `LOTS=` lots (1 000 000): page and baseline, p50, p95, queries.

`python -m bench.versions`: prints a table and writes `.data/bench/versions.json`. The goal is 100 ms p95 an answer.
`SAMPLES=` sets the requests of each figure (40).
"""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import django

from bench.pages import sampled
from bench.planted import Figure, figure, load_lots, places, show, walked

SMALL, LARGE = 1_000, int(os.environ.get("LOTS", "1000000"))
CHANGES = 4
"""Versions of the label after the first, each begun after another part of the lots."""


def later_versions(shop: Any) -> list[Any]:
    """The label's versions in order, the later ones approved a week apart through the action."""
    from django.db import transaction  # noqa: PLC0415 - after django.setup()

    from kernel import scope  # noqa: PLC0415
    from masters.models import LabelVersion  # noqa: PLC0415
    from tests.factories.baseline import label_value  # noqa: PLC0415
    from tests.factories.versions import approve_next  # noqa: PLC0415

    head, at = shop.world.head, datetime(2026, 4, 1, 9, tzinfo=UTC)
    with scope.opened(head), transaction.atomic():
        for week in range(CHANGES):
            begun = at + timedelta(weeks=week)
            approve_next(
                product_id=shop.product.pk,
                content=replace(label_value(version=None), allergens=f"change {week}"),
                valid_from=begun.date(),
                by=head,
                reason="bench",
                at=begun,
            )
        return list(LabelVersion.objects.filter(product=shop.product).order_by("version"))


def spread(database: str, keys: list[str], versions: list[Any]) -> None:
    """Give the loaded lots a version and two moments: as many under each, one in 2 000 across its successor's start."""
    from tests.databases import owner_connection  # noqa: PLC0415 - after django.setup()

    connection = owner_connection(database)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE lots_lot DISABLE TRIGGER USER")
        cursor.execute(
            """
            UPDATE lots_lot l SET label_version_id = v.id, partnership_id = %(pair)s, product_id = %(product)s,
                started_at = v.valid_from + make_interval(secs => k.n %% 400000),
                completed_at = v.valid_from + make_interval(
                    secs => CASE WHEN k.n %% 2001 = 0 THEN 900000 ELSE k.n %% 400000 + 3600 END)
            FROM unnest(%(keys)s::uuid[]) WITH ORDINALITY k (id, n)
            JOIN unnest(%(versions)s::uuid[]) WITH ORDINALITY c (id, n) ON c.n = k.n %% %(count)s + 1
            JOIN masters_labelversion v ON v.id = c.id
            WHERE l.id = k.id""",
            {
                "pair": str(versions[0].partnership_id),
                "product": str(versions[0].product_id),
                "keys": keys,
                "versions": [str(row.pk) for row in versions],
                "count": len(versions),
            },
        )
        cursor.execute("ALTER TABLE lots_lot ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE lots_lot")
    connection.close()


def measure() -> list[Figure]:
    """All figures; raises SystemExit when a page sends more queries with more lots."""
    from tests.factories.browsers import browser  # noqa: PLC0415 - after django.setup()

    with walked() as (database, shop, lot):
        client, versions = browser(shop.world, "qa@alderpine.example"), later_versions(shop)
        page = f"/products/versions/{versions[-1].pk}/"
        paths = {
            "lots under a version": page,
            "lots across its beginning": f"{page}?ask=straddling",
            "lots before its approval": f"{page}?ask=before_approval",
            "baseline of a day, as known": f"/products/{shop.product.pk}/baseline/?on=2026-04-20&known=2026-04-10",
        }
        where = places(database, shop)[:1]
        spread(database, load_lots(database, lot, where, range(SMALL)), versions)
        small = sampled(client, paths)
        spread(database, load_lots(database, lot, where, range(SMALL, LARGE)), versions)
        large = sampled(client, paths)
        bare = sampled(client, {"bare": "/healthz"})["bare"]
    lines = [figure("bare /healthz p95", bare[1], "ms")]
    for title in paths:
        lines += answered(title, small[title], large[title])
    return lines


def answered(title: str, small: tuple[float, float, int], large: tuple[float, float, int]) -> list[Figure]:
    """The lines of one answer."""
    if small[2] != large[2]:
        raise SystemExit(f"{title}: {small[2]} queries with {SMALL} lots, {large[2]} with {LARGE}")
    return [
        figure(f"{title}, {LARGE:,} lots, p50", large[0], "ms", small[0], f"p50 at {SMALL:,}"),
        figure(f"{title}, {LARGE:,} lots, p95", large[1], "ms", small[1], f"p95 at {SMALL:,}"),
        figure(f"{title}, queries", large[2], "queries", small[2], f"queries at {SMALL:,}"),
    ]


def main() -> None:
    """Print the table, keep it as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oversight.settings")
    django.setup()
    show("versions", measure())


if __name__ == "__main__":
    main()

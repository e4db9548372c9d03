"""Lot list and dossier page with 1 000 and 100 000 lots: p50, p95, queries; beside the bare `/healthz`.

`python -m bench.pages`: prints a table and writes `.data/bench/pages.json` (goals F1 and F2).
`SAMPLES=` sets the requests of each figure (40).
"""

import os
from typing import Any

import django

from bench.planted import Figure, figure, load_lots, percentile, places, show, times, walked

SAMPLES = int(os.environ.get("SAMPLES", "40"))
SMALL, LARGE = 1_000, 100_000


def opened(client: Any, path: str) -> None:
    """The page, which must be answered: a refusal or a redirect would be fast and mean nothing."""
    answer = client.get(path, HTTP_HOST="localhost")
    if answer.status_code != 200:
        raise SystemExit(
            f"{path} answered {answer.status_code} {answer.headers.get('Location', '')}, nothing was measured"
        )


def queries(client: Any, path: str) -> int:
    """How many statements one request sends."""
    from django.db import connection  # noqa: PLC0415 - after django.setup()
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as sent:
        opened(client, path)
    return len(sent)


def sampled(client: Any, paths: dict[str, str]) -> dict[str, tuple[float, float, int]]:
    """(p50 ms, p95 ms, queries) by page."""
    answers = {}
    for title, path in paths.items():
        found = times(lambda path=path: opened(client, path), SAMPLES)
        answers[title] = (percentile(found, 50) * 1000, percentile(found, 95) * 1000, queries(client, path))
    return answers


def measure() -> list[Figure]:
    """All figures; raises SystemExit when a page sends more queries with more lots."""
    from tests.factories.browsers import browser  # noqa: PLC0415 - after django.setup()

    with walked() as (database, shop, lot):
        client = browser(shop.world, "qa@alderpine.example")
        paths = {"lot list": "/lots/", "dossier page": lot.get_absolute_url()}
        where = places(database, shop)
        load_lots(database, lot, where, range(SMALL))
        small = sampled(client, paths)
        load_lots(database, lot, where, range(SMALL, LARGE))
        large = sampled(client, paths)
        bare = sampled(client, {"bare": "/healthz"})["bare"]
    lines = [figure("bare /healthz p50", bare[0], "ms"), figure("bare /healthz p95", bare[1], "ms")]
    for title in paths:
        lines += figures_of(title, small[title], large[title], bare)
    return lines


def figures_of(title: str, small: tuple[float, float, int], large: tuple[float, float, int], bare: Any) -> list[Figure]:
    """The lines of one page."""
    if small[2] != large[2]:
        raise SystemExit(f"{title}: {small[2]} queries with {SMALL} lots, {large[2]} with {LARGE}")
    return [
        figure(f"{title}, {SMALL:,} lots, p50", small[0], "ms", bare[0], "bare p50"),
        figure(f"{title}, {SMALL:,} lots, p95", small[1], "ms", bare[1], "bare p95"),
        figure(f"{title}, {LARGE:,} lots, p50", large[0], "ms", small[0], f"p50 at {SMALL:,}"),
        figure(f"{title}, {LARGE:,} lots, p95", large[1], "ms", small[1], f"p95 at {SMALL:,}"),
        figure(f"{title}, {LARGE:,} lots, p50 beside bare", large[0], "ms", bare[0], "bare p50"),
        figure(f"{title}, queries with {LARGE:,} lots", large[2], "queries", small[2], f"queries at {SMALL:,}"),
    ]


def main() -> None:
    """Print the table, keep it as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oversight.settings")
    django.setup()
    show("pages", measure())


if __name__ == "__main__":
    main()

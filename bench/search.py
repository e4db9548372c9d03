"""Search over lots and document pages: p50 and p95 of each way to ask, beside a bare fetch by key.

`python -m bench.search`: prints a table and writes `.data/bench/search.json`. By default a fiftieth (20,000 lots and
100,000 pages, under two minutes); `SEARCH_SCALE=0.1` takes a tenth, `full` the whole million and five million.
Two thirds of the lots and pages belong to one partnership, the rest to `PARTNERSHIPS - 1` others of the same sponsor.
"""

import os
import random
from contextlib import closing
from time import perf_counter
from typing import Any

import django

from bench.planted import Figure, figure, percentile, places, show, times, walked

LOTS, PAGES, PARAGRAPHS, WORDS = 1_000_000, 5_000_000, 4_000, 30_000
SAMPLES = 40
_TEXT = (
    "the batch record states that magnesium blend was sampled and tested by the laboratory according to specification"
    " limit result complies lead arsenic cadmium mercury identity strength purity label bottle capsule weight mixing"
    " temperature humidity operator verified reviewed approved quality supplier certificate analysis method"
)
_COMMON = _TEXT.split()
LONG = [word for word in _COMMON if len(word) > 6]
"""So that five letters are a beginning."""
_LOAD_LOTS = """
INSERT INTO lots_lot (id, partnership_id, sponsor_id, cmo_id, site_id, product_id, number, state, quantity_planned,
    quantity_good, unit, created_at)
SELECT gen_random_uuid(), w.partnership, %(sponsor)s, w.cmo, %(site)s, w.product, 'KB-' || lpad(n::text, 7, '0'),
    'planned', 5000, 4900, %(unit)s, '2022-01-03'::timestamptz + n * interval '1460 days' / %(most)s
FROM generate_series(%(first)s, %(last)s) n
JOIN planted_place w ON w.place = CASE WHEN n %% 3 < 2 THEN 0 ELSE 1 + n %% %(others)s END
"""
_LOAD_FILES = """
INSERT INTO evidence_evidencefile (id, partnership_id, sponsor_id, sha256, size, media_type, name, uploaded_by_id,
    uploaded_at)
SELECT gen_random_uuid(), w.partnership, %(sponsor)s, md5(n::text) || md5(n::text), n, 'application/pdf',
    'certificate-' || n || '.pdf', %(person)s, '2022-01-03'::timestamptz + n * interval '1460 days' / %(most)s
FROM generate_series(%(first)s, %(last)s) n
JOIN planted_place w ON w.place = CASE WHEN n %% 3 < 2 THEN 0 ELSE 1 + n %% %(others)s END
"""
_LOAD_PAGES = """
WITH page AS MATERIALIZED (
    SELECT f.id AS file, f.partnership_id, f.sponsor_id, f.uploaded_at, f.name, p.page,
        (hashtext(f.name || '/' || p.page) & 1073741823) AS dice
    FROM evidence_evidencefile f CROSS JOIN generate_series(1, %(each)s) p (page)
    WHERE f.size BETWEEN %(first)s AND %(last)s),
worded AS MATERIALIZED (
    SELECT g.*, 'Report KB-' || lpad((g.dice %% 1000000)::text, 7, '0') || ' rare' || g.dice %% 9973 || 'q ' AS head,
        a.words || b.words || c.words || d.words AS words, a.tsv || b.tsv || c.tsv || d.tsv AS tsv
    FROM page g
    JOIN planted_paragraph a ON a.n = g.dice %% %(paragraphs)s
    JOIN planted_paragraph b ON b.n = g.dice / 7 %% %(paragraphs)s
    JOIN planted_paragraph c ON c.n = g.dice / 49 %% %(paragraphs)s
    JOIN planted_paragraph d ON d.n = g.dice / 343 %% %(paragraphs)s),
texts AS (
    INSERT INTO evidence_pagetext (partnership_id, sponsor_id, file_id, page, text, source, at)
    SELECT partnership_id, sponsor_id, file, page, head || words, 'embedded', uploaded_at FROM worded)
INSERT INTO workspace_searchdocument (holder_id, kind, shelf, object_id, opens_id, field, page, key, title, body, state,
    at, tsv)
SELECT partnership_id, 'document', 1100 + extract(year FROM uploaded_at)::integer - 2000, file, file, 'page', page, '',
    name, '{}', '', uploaded_at, to_tsvector('english', head) || array_to_tsvector(ARRAY['kb-'
    || lpad((dice %% 1000000)::text, 7, '0'), 'rare' || dice %% 9973 || 'q']) || tsv
FROM worded ORDER BY uploaded_at, file, page
"""


def scale() -> float:
    """Of the full size."""
    asked = os.environ.get("SEARCH_SCALE", "0.02")
    return 1.0 if asked == "full" else float(asked)


def paragraphs() -> list[str]:
    """Texts of some 350 characters: two thirds common words, the others by Zipf's law from 30,000."""
    dice = random.Random(20261)  # noqa: S311 - the same texts in every run
    letters = "bcdfghjklmnprstvz", "aeiou"
    rare = ["".join(dice.choice(letters[i % 2]) for i in range(dice.randint(6, 10))) for _ in range(WORDS)]
    chances = [1 / rank for rank in range(1, WORDS + 1)]
    return [
        " ".join([*dice.choices(_COMMON, k=32), *dice.choices(rare, chances, k=16)]) + ". " for _ in range(PARAGRAPHS)
    ]


_TABLES = ("lots_lot", "evidence_evidencefile", "evidence_pagetext", "workspace_searchdocument")
_CHUNK = 2_500


class Planted:
    """Rows of the size asked for, loaded as the owner; documents of lots by the product's own SELECT."""

    def __init__(self, database: str, shop: Any, lot: Any) -> None:
        from tests.databases import owner_connection  # noqa: PLC0415 - after django.setup()

        self.cursor = owner_connection(database).cursor()
        self.where = places(database, shop)
        self.fixed = {
            "sponsor": str(lot.sponsor_id), "site": str(lot.site_id), "unit": lot.unit,
            "person": str(shop.world.clerk.person_id), "others": len(self.where) - 1, "paragraphs": PARAGRAPHS,
            "each": 20,
        }  # fmt: skip

    def load(self, lots: int, pages: int) -> None:
        self.cursor.execute("SET synchronous_commit = off")
        self.cursor.execute("SET maintenance_work_mem = '768MB'")
        for table in _TABLES:
            self.cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        self._paragraphs()
        indexes = self._without_indexes()
        self._rows(lots, pages // self.fixed["each"])
        for definition in indexes:
            self.cursor.execute(definition)
        for table in _TABLES:
            self.cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        self.cursor.execute("VACUUM ANALYZE")

    def _paragraphs(self) -> None:
        self.cursor.execute("CREATE TABLE planted_paragraph (n integer PRIMARY KEY, words text, tsv tsvector)")
        for n, text in enumerate(paragraphs()):
            self.cursor.execute(
                "INSERT INTO planted_paragraph VALUES (%s, %s, to_tsvector('english', %s))", [n, text, text]
            )
        self.cursor.execute("CREATE TABLE planted_place (place integer, partnership uuid, cmo uuid, product uuid)")
        for n, place in enumerate(self.where):
            self.cursor.execute("INSERT INTO planted_place VALUES (%s, %s, %s, %s)", [n, *place])
        self.cursor.execute("ANALYZE planted_paragraph")

    def _without_indexes(self) -> list[str]:
        """Dropped, to be built at the end over whole tables."""
        self.cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'workspace_searchdocument'"
            " AND indexname LIKE 'search\\_%'"
        )
        found = self.cursor.fetchall()
        for name, _ in found:
            self.cursor.execute(f"DROP INDEX {name}")
        return [definition for _, definition in found]

    def _rows(self, lots: int, files: int) -> None:
        from workspace.models.indexing import upsert, words_of  # noqa: PLC0415 - after django.setup()
        from workspace.models.sources import SOURCES  # noqa: PLC0415

        self.cursor.execute(_LOAD_LOTS, {**self.fixed, "first": 1, "last": lots, "most": lots})
        self.cursor.execute(_LOAD_FILES, {**self.fixed, "first": 1, "last": files, "most": files})
        for first in range(1, files + 1, _CHUNK):
            self.cursor.execute(_LOAD_PAGES, {**self.fixed, "first": first, "last": min(first + _CHUNK - 1, files)})
        for source in SOURCES:
            if source.main in {"lots_lot", "evidence_evidencefile"}:
                self.cursor.execute(upsert(source, source.over()))
        self.cursor.execute(words_of("workspace_searchdocument"))


QUESTIONS = (
    ("exact number", lambda dice, most: f"KB-{dice.randint(1, most):07}"),
    ("beginning of a number", lambda dice, most: f"KB-{dice.randint(1, most):07}"[:8]),
    ("beginning that all lots share", lambda dice, most: "KB-"),
    ("two words", lambda dice, most: " ".join(dice.sample(_COMMON[6:], 2))),
    ("a phrase of common words", lambda dice, most: f'"{dice.choice(_COMMON[6:])} {dice.choice(_COMMON[6:])}"'),
    ("rare word", lambda dice, most: f"rare{dice.randint(0, 9972)}q"),
    ("rare word with a common one", lambda dice, most: f"rare{dice.randint(0, 9972)}q magnesium"),
    ("very common word", lambda dice, most: dice.choice(_COMMON[6:])),
    ("beginning of a common word", lambda dice, most: dice.choice(LONG)[:5]),
    ("two words that never meet", lambda dice, most: f"rare{dice.randint(0, 99)}q rare{dice.randint(100, 199)}q"),
    ("slip of the hand in a number", lambda dice, most: f"KX-{dice.randint(1, most):07}"),
    ("slip of the hand in a word", lambda dice, most: "magnesuim glycinat"),
)


def measure() -> list[Figure]:
    """All figures, of the whole search: parse, keys, rows, texts, marks, facets."""
    from django.db import transaction  # noqa: PLC0415 - after django.setup()

    from kernel import scope  # noqa: PLC0415
    from lots.models import Lot  # noqa: PLC0415
    from workspace.queries.search import search  # noqa: PLC0415

    lots, pages, dice = int(LOTS * scale()), int(PAGES * scale()), random.Random(7)  # noqa: S311 - repeatable
    figures = []
    with walked() as (database, shop, lot):
        planted, begun = Planted(database, shop, lot), perf_counter()
        with closing(planted.cursor.connection):
            planted.load(lots, pages)
        print(f"{lots:,} lots and {pages:,} pages loaded in {perf_counter() - begun:,.0f} s", flush=True)
        for name, by in (
            ("sponsor of 20 partnerships", shop.world.reviewer),
            ("CMO of three partnerships", shop.world.clerk),
        ):
            with scope.opened(by), transaction.atomic():
                bare = percentile(times(lambda: Lot.objects.get(pk=lot.pk), SAMPLES), 50) * 1000
                figures.append(figure(f"{name}: bare fetch by key, p50", bare, "ms"))
                for words, make in QUESTIONS:
                    found = times(lambda make=make: search(make(dice, lots)), SAMPLES)
                    label = f"{name}: {words}"
                    figures.append(figure(f"{label}, p50", percentile(found, 50) * 1000, "ms", bare, "fetch"))
                    figures.append(figure(f"{label}, p95", percentile(found, 95) * 1000, "ms", bare, "fetch"))
    return figures


def main() -> None:
    """Print the table, keep it as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oversight.settings")
    django.setup()
    show("search", measure())


if __name__ == "__main__":
    main()

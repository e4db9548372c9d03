"""The search: numbers first, then words, then what may have been meant (ADR 0010).

The one audited function gives keys; every row and text shown is then read under the policies like any other.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from change_control.states import ChangeState
from evidence.models import PageText
from lots.states import LotState
from masters.models import Product
from parties.queries import partnerships
from quality_events.states import CapaState, ComplaintState, EventState, ReturnState
from workspace.asking import Asked, spellings, taken_apart
from workspace.marking import Piece, met, pattern, pieces
from workspace.models import SearchDocument
from workspace.states import SHELVES, Kind

MOST_OF_A_KIND = 10
MOST_OF_ONE_KIND = 50
"""Shown when one kind is chosen."""
MOST_CANDIDATES = 50
_BEST = """
SELECT r.id, r.how FROM (
    SELECT f.id, f.how, row_number() OVER (PARTITION BY d.kind ORDER BY f.how, d.at DESC) AS place
    FROM (SELECT id, min(how) AS how FROM find_documents(%s::jsonb, %s) GROUP BY id) f
    LEFT JOIN workspace_searchdocument d ON d.id = f.id) r
WHERE r.place <= %s
"""
EXACT, BEGINS, WORDS, ALIKE, UNFINISHED = 1, 2, 3, 4, 9
OWN = "Your company itself"
"""Who holds a component lot of one's own: no partnership."""
_STATES: dict[str, Any] = {
    Kind.LOT: LotState, Kind.EVENT: EventState, Kind.CHANGE: ChangeState, Kind.COMPLAINT: ComplaintState,
    Kind.RETURN: ReturnState, Kind.CAPA: CapaState,
}  # fmt: skip
_FIELDS = {
    "number": "Number", "supplier_lot": "Supplier’s lot", "item_code": "Item", "code": "Code", "gtin": "GTIN",
    "reference": "Reference", "name": "Name",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facets:
    """What narrows a search; None or "" narrows nothing."""

    kind: str = ""
    holder: UUID | None = None
    product: UUID | None = None
    state: str = ""
    since: date | None = None
    until: date | None = None
    """The day before which it stood."""

    def asked(self) -> dict[str, Any]:
        narrowed = {name: str(value) for name, value in asdict(self).items() if value}
        return narrowed | ({"shelves": [SHELVES[self.kind] // 100]} if self.kind else {})


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: where it stands and what is met there."""

    kind: str
    object_id: UUID
    opens_id: UUID
    field: str
    page: int
    number: str
    title: str
    state: str
    state_label: str
    at: Any
    how: int
    where: str
    """The field's label, or the page."""
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet and how many of the found ones have it."""

    value: str
    label: str
    count: int


@dataclass(slots=True)
class Found:
    """Hits by kind, the best kind first; `facets` count what was found, at most some hundreds."""

    groups: list[tuple[Kind, list[Hit], int]] = field(default_factory=list)
    facets: dict[str, list[Choice]] = field(default_factory=dict)
    meant: dict[str, str] = field(default_factory=dict)
    """Typed word → the word that was looked for instead."""
    is_complete: bool = True

    @property
    def hits(self) -> list[Hit]:
        return [hit for _, hits, _ in self.groups for hit in hits]


def search(typed: str, facets: Facets | None = None) -> Found:
    """At most `MOST_OF_A_KIND` of each kind; eight statements whatever is found."""
    asked, facets = taken_apart(typed), facets or Facets()
    if not asked.terms and not asked.number:
        return Found()
    keys = _keys(asked, facets, asked.number, [])
    meant: dict[str, str] = {}
    if not keys:
        meant = _meant(asked)
        corrected = replace(
            asked, phrases=[meant.get(w, w) for w in asked.phrases], last=meant.get(asked.last, asked.last)
        )
        keys = _keys(corrected if meant else Asked(""), facets, "", spellings(asked.number))
        asked = corrected
    is_complete = keys.pop(0, 0) != UNFINISHED
    rows = _documents(keys)
    return Found(_groups(rows, asked, facets), _facets(rows), meant, is_complete)


def _keys(asked: Asked, facets: Facets, number: str, alike: list[str]) -> dict[int, int]:
    """Key of a document → the best way it was met."""
    question = {
        "number": number, "spellings": alike, "phrases": asked.phrases, "codes": asked.codes, "last": asked.last,
        "without": asked.without, **facets.asked(),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_BEST, [json.dumps(question), MOST_CANDIDATES, MOST_CANDIDATES])
        return dict(cursor.fetchall())


def _meant(asked: Asked) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, meant FROM find_spellings(%s::text[])", [[w.lower() for w in asked.words]])
        nearest = dict(cursor.fetchall())
    return {w: found for w in asked.words if (found := nearest.get(w.lower())) and found != w.lower()}


def _documents(keys: dict[int, int]) -> list[tuple[SearchDocument, int]]:
    """The rows, under the policies; one a thing and page, the best way first, then the newest."""
    rows = SearchDocument.objects.defer("tsv").filter(pk__in=list(keys))
    ranked = sorted(((row, keys[row.pk]) for row in rows), key=lambda pair: (-pair[0].at.timestamp(), pair[0].pk))
    best: dict[tuple[str, UUID, str, int], tuple[SearchDocument, int]] = {}
    for row, how in sorted(ranked, key=lambda pair: pair[1]):
        section = row.field if row.kind == Kind.RESULT else ""  # each section of a pack has a row of this number
        best.setdefault((row.kind, row.object_id, section, row.page), (row, how))
    return list(best.values())


def _groups(rows: list[tuple[SearchDocument, int]], asked: Asked, facets: Facets) -> list[tuple[Kind, list[Hit], int]]:
    most = MOST_OF_ONE_KIND if facets.kind else MOST_OF_A_KIND
    of_kind: dict[str, list[tuple[SearchDocument, int]]] = {}
    for row, how in rows:
        of_kind.setdefault(row.kind, []).append((row, how))
    shown = [pair for pairs in of_kind.values() for pair in pairs[:most]]
    texts = _page_texts([row for row, _ in shown])
    wanted, whole = pattern(asked.terms), pattern([asked.number])
    order = sorted(of_kind, key=lambda kind: (of_kind[kind][0][1] > BEGINS, SHELVES[kind]))
    return [
        (
            Kind(kind),
            [_hit(row, how, wanted if how == WORDS else whole, texts) for row, how in of_kind[kind][:most]],
            len(of_kind[kind]),
        )
        for kind in order
    ]


def _page_texts(rows: list[SearchDocument]) -> dict[tuple[UUID, int], str]:
    pages = {(row.object_id, row.page) for row in rows if row.kind == Kind.DOCUMENT and row.page}
    stored = PageText.objects.filter(file_id__in={file for file, _ in pages}, page__in={page for _, page in pages})
    return {
        (file, page): text
        for file, page, text in stored.values_list("file_id", "page", "text")
        if (file, page) in pages
    }


def _hit(row: SearchDocument, how: int, wanted: Any, texts: dict[tuple[UUID, int], str]) -> Hit:
    if how == WORDS:
        where, text = _where(row, wanted, texts)
    else:
        where, text = _FIELDS.get(row.field, row.field), _written(row)
    label = _STATES[row.kind](row.state).label if row.kind in _STATES and row.state else ""
    return Hit(
        row.kind, row.object_id, row.opens_id, row.field, row.page, _number(row), row.title, row.state, label, row.at,
        how, where, pieces(text, wanted),
    )  # fmt: skip


def _number(row: SearchDocument) -> str:
    """The thing's own number, as it is written."""
    return str(row.body.get("Number") or row.body.get("Code") or row.body.get("Reference") or "")


def _written(row: SearchDocument) -> str:
    """What was met, in the field where it was, as it is written there."""
    spelled = (row.body.get(_FIELDS.get(row.field, "")) or "", row.title)
    return next((text for text in spelled if text.upper() == row.key), row.key)


def _where(row: SearchDocument, wanted: Any, texts: dict[tuple[UUID, int], str]) -> tuple[str, str]:
    """The field that holds most of the words, and its text."""
    if (row.object_id, row.page) in texts and row.kind == Kind.DOCUMENT:
        return f"page {row.page}", texts[row.object_id, row.page]
    fields = {"Title": row.title, **{label: text for label, text in row.body.items() if text}}
    return max(fields.items(), key=lambda pair: met(pair[1], wanted))


def _facets(rows: list[tuple[SearchDocument, int]]) -> dict[str, list[Choice]]:
    found = [row for row, _ in rows]
    pairs = {str(pair.pk): str(pair) for pair in partnerships()}
    products = dict(
        Product.objects.filter(pk__in={row.product_id for row in found if row.product_id}).values_list("pk", "name")
    )
    states = {row.state: _STATES[row.kind](row.state).label for row in found if row.state and row.kind in _STATES}
    return {
        "kind": _choices((row.kind, Kind(row.kind).label) for row in found),
        "holder": _choices((str(row.holder_id), pairs.get(str(row.holder_id), OWN)) for row in found),
        "product": _choices((str(r.product_id), products[r.product_id]) for r in found if r.product_id in products),
        "state": _choices((row.state, states[row.state]) for row in found if row.state in states),
        "year": _choices((str(row.at.year), str(row.at.year)) for row in found if row.at.year > 2000),  # noqa: PLR2004
    }


def _choices(values: Any) -> list[Choice]:
    counted = Counter(values)
    return [
        Choice(value, label, count) for (value, label), count in sorted(counted.items(), key=lambda c: (-c[1], c[0]))
    ]

"""What lots reach, forward to what was made of them or back to what they were made of (ADR 0030)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection


@dataclass(frozen=True, slots=True)
class WalkedEdge:
    """An edge that a walk went along; of what the reader may not see, a key made up for it and no figures."""

    id: UUID
    parent_id: UUID
    child_id: UUID
    kind: str
    quantity: Decimal | None
    unit: str
    container: str
    happened_on: date | None
    source: str
    source_id: UUID | None
    is_measured: bool
    is_parent_hidden: bool
    is_child_hidden: bool
    parent_unit: str
    is_parent_unknown: bool
    is_child_unknown: bool
    is_parent_overdrawn: bool
    """The last four of hidden lots alone: what their proof needs."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How many there are altogether, those included that the reader does not see."""

    lots: int
    materials: int
    customers: int


def visible_nodes(ids: Iterable[UUID]) -> set[UUID]:
    """Those of these lots and lots of material that the reader sees."""
    return _keys("SELECT node_id FROM visible_nodes(%s::uuid[])", [_texts(ids)])


def reached(seeds: Iterable[UUID], *, forward: bool, known_at: datetime | None = None) -> set[UUID]:
    """Every lot and lot of material that these reach and the reader sees, themselves included."""
    return _keys("SELECT node_id FROM find_scope(%s::uuid[], %s, %s)", [_texts(seeds), forward, known_at])


def reach(seeds: Iterable[UUID], *, forward: bool, known_at: datetime | None = None) -> Reach:
    """The numbers of what they reach."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM count_scope(%s::uuid[], %s, %s)", [_texts(seeds), forward, known_at])
        return Reach(*cursor.fetchone())


def walked_edges(seeds: Iterable[UUID], *, forward: bool, known_at: datetime | None = None) -> list[WalkedEdge]:
    """The edges between what they reach; nothing is left out that leads to something the reader sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM find_scope_edges(%s::uuid[], %s, %s)", [_texts(seeds), forward, known_at])
        return [WalkedEdge(*row) for row in cursor.fetchall()]


def _keys(sql: str, values: Sequence[Any]) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return {row[0] for row in cursor.fetchall()}


def _texts(ids: Iterable[UUID]) -> list[str]:
    return [str(key) for key in ids]

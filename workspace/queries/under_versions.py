"""Which lots a version concerns: made under it, across its beginning, before its approval; and where they are now.

Every question is a walk along an index that begins with the version's key, at most a page long. All rows of a version
are asked, its corrections too: a lot keeps the one it was made under.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Sum
from django.db.models.functions import Coalesce

from lots.models import Lot
from masters.models import MasterKind
from masters.models.products import Version
from masters.queries import version_of
from masters.queries.validities import MODELS
from traceability.models import Shipment

ASKED = {
    "under": "Made under it",
    "straddling": "Across its beginning",
    "before_approval": "Made before its approval",
}
Key = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class Asked:
    """A version with every row of it and of those before it."""

    kind: MasterKind
    version: Version
    rows: tuple[Version, ...]
    """What was said about it, the row that holds last."""
    earlier: tuple[UUID, ...]

    @property
    def holds(self) -> Version:
        return self.rows[-1]

    @property
    def begins_at(self) -> datetime:
        """The cut-over: the first moment (UTC) of the day on which it is known now to begin."""
        return datetime.combine(self.holds.valid_from, time(), UTC)

    @property
    def approved_at(self) -> datetime:
        """Of its first row; a correction approves nothing in retrospect."""
        return min(row.approved_at for row in self.rows)


@dataclass(frozen=True, slots=True)
class LotUnder:
    """A lot, the row it was made to, and where its units are."""

    lot: Lot
    made_to: Version
    shipped: Decimal
    consignees: tuple[tuple[str, Decimal], ...]
    """Who got how many, in the lot's unit."""

    @property
    def on_stock(self) -> Decimal:
        """Good units that have not left."""
        return (self.lot.quantity_good or Decimal(0)) - self.shipped


@dataclass(frozen=True, slots=True)
class LotsUnder:
    rows: list[LotUnder]
    after: str = ""


def asked_version(version_id: UUID) -> Asked:
    """Raises DoesNotExist for strangers; four queries."""
    kind, version = version_of(version_id)
    chain = MODELS[kind]._default_manager.filter(product_id=version.product_id, version__lte=version.version)
    found = list(chain.select_related("approved_by").order_by("recorded_from", "id"))
    rows = [row for row in found if row.version == version.version]
    rows.sort(key=lambda row: row.recorded_until is None)
    return Asked(kind, version, tuple(rows), tuple(row.pk for row in found if row.version < version.version))


def lots_asked(asked: Asked, question: str, *, after: str = "", limit: int = 25) -> LotsUnder:
    """A page of the answer, the latest start first; three queries. An address that cannot be read starts at the top."""
    behind = _key(after)
    text, given = (_across if question == "straddling" else _along)(asked, question, behind, limit + 1)
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        ids = [row[0] for row in cursor.fetchall()]
    rows = _rows(asked.kind, ids[:limit])
    return LotsUnder(rows, _address(rows[-1].lot) if len(ids) > limit else "")


def _along(asked: Asked, question: str, behind: Key | None, limit: int) -> tuple[str, list[Any]]:
    """Along (version, start), each row of the version by itself: as many lots as the page shows are read."""
    given: list[Any] = []
    where = "l.started_at IS NOT NULL"
    if question == "before_approval":
        where, given = "l.started_at < %s", [asked.approved_at]
    if behind is not None:
        where, given = f"{where} AND (l.started_at, l.id) < (%s, %s)", [*given, *behind]
    sql = f"""
        SELECT f.id FROM unnest(%s::uuid[]) AS v (id) CROSS JOIN LATERAL (
            SELECT l.id, l.started_at FROM lots_lot l WHERE l.{asked.kind.value}_id = v.id AND {where}
            ORDER BY l.started_at DESC, l.id DESC LIMIT %s) f
        ORDER BY f.started_at DESC, f.id DESC LIMIT %s"""  # noqa: S608 - a column of ours, and literals
    return sql, [[str(row.pk) for row in asked.rows], *given, limit, limit]


def _across(asked: Asked, _question: str, behind: Key | None, limit: int) -> tuple[str, list[Any]]:
    """Along (version, completion) from the beginning on: few lots are made to a version that has ended.

    They are collected before they are sorted, else the other index would be walked from its end.
    """
    where, given = ("WHERE (f.started_at, f.id) < (%s, %s)", list(behind)) if behind is not None else ("", [])
    found = f"""SELECT l.id, l.started_at FROM lots_lot l
            WHERE l.{asked.kind.value}_id = ANY (%s::uuid[]) AND l.started_at IS NOT NULL"""  # noqa: S608 - a column of ours
    sql = f"""
        WITH f AS MATERIALIZED (
            {found} AND l.completed_at >= %s
            UNION ALL {found} AND l.completed_at IS NULL AND l.state <> 'void')
        SELECT f.id FROM f {where} ORDER BY f.started_at DESC, f.id DESC LIMIT %s"""  # noqa: S608 - literals
    earlier = [str(key) for key in asked.earlier]
    return sql, [earlier, asked.begins_at, earlier, *given, limit]


def _rows(kind: MasterKind, ids: Sequence[UUID]) -> list[LotUnder]:
    lots = Lot.objects.select_related("product", kind.value).filter(pk__in=ids).order_by("-started_at", "-id")
    sent = Shipment.objects.filter(lot_id__in=ids).values("lot_id", "consignee__name")
    went: dict[UUID, list[tuple[str, Decimal]]] = {}
    for row in sent.annotate(units=Coalesce(Sum("quantity"), Decimal(0))).order_by("consignee__name"):
        went.setdefault(row["lot_id"], []).append((row["consignee__name"], row["units"]))
    return [_row(kind, lot, went.get(lot.pk, [])) for lot in lots]


def _row(kind: MasterKind, lot: Lot, went: list[tuple[str, Decimal]]) -> LotUnder:
    return LotUnder(lot, getattr(lot, kind.value), sum((units for _, units in went), Decimal(0)), tuple(went))


def _address(lot: Lot) -> str:
    assert lot.started_at is not None  # noqa: S101 - every question asks for started lots
    return f"{lot.started_at.isoformat()}~{lot.pk}"


def _key(text: str) -> Key | None:
    moment, _, key = text.partition("~")
    try:
        started_at, pk = datetime.fromisoformat(moment), UUID(key)
    except ValueError:
        return None
    return (started_at, pk) if started_at.tzinfo is not None else None

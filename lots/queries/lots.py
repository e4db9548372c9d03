"""Reads about lots. Lists ask each partnership by itself and join the answers: bounded, never a cliff (performance §F)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from lots.models import Hold, Lot


@dataclass(frozen=True, slots=True)
class LotFilters:
    """What the list may be narrowed by; an empty value narrows nothing."""

    states: tuple[str, ...] = ()
    product_id: UUID | None = None
    number: str = ""
    """Prefix of the lot number: `^@` is leak-proof and uses the index under row-level security."""
    label_version_id: UUID | None = None
    blocked: bool = False


Key = tuple[datetime, UUID]
"""Where a page ends: the sort key (created_at, id) of its last row."""


def lot_page(
    partnership_ids: Sequence[UUID], filters: LotFilters, *, after: Key | None = None, limit: int = 25
) -> list[Lot]:
    """At most `limit` lots, newest first, with what a list shows; two queries whatever the numbers."""
    where, parameters = _conditions(filters, after)
    sql = f"""
        SELECT l.id FROM unnest(%s::uuid[]) AS p (partnership_id) CROSS JOIN LATERAL (
            SELECT lot.id, lot.created_at FROM lots_lot lot
            WHERE lot.partnership_id = p.partnership_id {where}
            ORDER BY lot.created_at DESC, lot.id DESC LIMIT %s) l
        ORDER BY l.created_at DESC, l.id DESC LIMIT %s"""  # noqa: S608 - `where` is built of literals below
    with connection.cursor() as cursor:
        cursor.execute(sql, [[str(i) for i in partnership_ids], *parameters, limit, limit])
        ids = [row[0] for row in cursor.fetchall()]
    return list(listed().filter(pk__in=ids).order_by("-created_at", "-id"))


def _conditions(filters: LotFilters, after: Key | None) -> tuple[str, list[Any]]:
    parts: list[tuple[str, list[Any]]] = []
    if filters.states:
        parts.append(("lot.state = ANY (%s)", [list(filters.states)]))
    if filters.product_id:
        parts.append(("lot.product_id = %s", [filters.product_id]))
    if filters.label_version_id:
        parts.append(("lot.label_version_id = %s", [filters.label_version_id]))
    if filters.number:
        parts.append(("lot.number ^@ %s", [filters.number]))
    if filters.blocked:
        parts.append(("EXISTS (SELECT 1 FROM lots_lotgate g WHERE g.lot_id = lot.id AND NOT g.ok)", []))
    if after is not None:
        parts.append(("(lot.created_at, lot.id) < (%s, %s)", list(after)))
    where = "".join(f" AND {text}" for text, _ in parts)
    return where, [value for _, values in parts for value in values]


def listed() -> QuerySet[Lot]:
    """Lots with everything that a row of a list shows."""
    return Lot.objects.select_related("product", "sponsor", "cmo", "gate")


def lot(lot_id: UUID) -> Lot:
    """One lot with its frozen baseline; raises DoesNotExist for strangers."""
    return Lot.objects.select_related(
        "product", "sponsor", "cmo", "gate", "site", "master_record", "specification", "label_version",
        "sampling_plan", "agreement_version__agreement",
    ).get(pk=lot_id)  # fmt: skip


def holds_of(lot_id: UUID) -> QuerySet[Hold]:
    """All holds, the live ones first."""
    return (
        Hold.objects.filter(lot_id=lot_id)
        .select_related("organisation", "placed_by", "lifted_by")
        .order_by("lifted_at", "placed_at")
    )

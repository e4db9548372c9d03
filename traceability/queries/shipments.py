"""Consignees by name, shipments newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from traceability.models import Consignee, Shipment


@dataclass(frozen=True, slots=True)
class ShipmentPage:
    """One page; `after` opens the next and is empty on the last."""

    shipments: list[Shipment]
    after: str


def consignees_of(partnership_ids: Sequence[UUID]) -> QuerySet[Consignee]:
    """By partnership and name."""
    found = Consignee.objects.filter(partnership_id__in=partnership_ids)
    return found.select_related("partnership__cmo", "partnership__sponsor").order_by("name", "id")


def shipment_page(partnership_ids: Sequence[UUID], *, after: str = "", limit: int = 25) -> ShipmentPage:
    """Shipments of these partnerships, each asked by itself (docs/architecture.md); two queries."""
    key = _key(after)
    behind = "AND (s.shipped_at, s.id) < (%s, %s)" if key else ""
    sql = f"""
        SELECT x.id FROM unnest(%s::uuid[]) AS p (partnership_id) CROSS JOIN LATERAL (
            SELECT s.id, s.shipped_at FROM traceability_shipment s
            WHERE s.partnership_id = p.partnership_id {behind}
            ORDER BY s.shipped_at DESC, s.id DESC LIMIT %s) x
        ORDER BY x.shipped_at DESC, x.id DESC LIMIT %s"""  # noqa: S608 - `behind` is one of two literals
    with connection.cursor() as cursor:
        cursor.execute(sql, [[str(i) for i in partnership_ids], *(key or ()), limit + 1, limit + 1])
        ids = [row[0] for row in cursor.fetchall()]
    rows = Shipment.objects.filter(pk__in=ids).select_related("lot__product", "consignee", "shipped_by")
    found = list(rows.order_by("-shipped_at", "-id"))
    shown = found[:limit]
    return ShipmentPage(shown, _place(shown[-1]) if len(found) > limit else "")


def _place(shipment: Shipment) -> str:
    return f"{shipment.shipped_at.isoformat()}~{shipment.pk}"


def _key(text: str) -> tuple[datetime, UUID] | None:
    moment, _, key = text.partition("~")
    try:
        shipped_at, pk = datetime.fromisoformat(moment), UUID(key)
    except ValueError:
        return None
    return (shipped_at, pk) if shipped_at.tzinfo is not None else None

"""What a scope tells of each lot in it: names, quantities, where they are (ADR 0030)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, Sum

from lots.models import ComponentLot, Hold, Lot
from quality_events.models import ReturnedProduct
from traceability.models import Shipment, StockCount


@dataclass(frozen=True, slots=True)
class LotFact:
    """A lot of material or a packaged lot; quantities in `unit`, None where nobody has said."""

    id: UUID
    kind: str
    number: str
    item: str
    name: str
    unit: str
    made: Decimal | None
    state: str = ""
    supplier: str = ""
    supplier_lot: str = ""
    day: date | None = None
    """Received, or made."""
    sponsor: str = ""
    url: str = ""
    partnership_id: UUID | None = None
    label: str = ""
    expires_on: date | None = None
    shipped: Decimal = Decimal(0)
    returned: Decimal | None = Decimal(0)
    """None: in a unit that cannot be added."""
    on_hand: Decimal | None = None
    gone: Decimal = Decimal(0)
    """Counted as samples or destroyed."""
    holds: int = 0

    @property
    def is_packaged(self) -> bool:
        return self.kind == "lot"

    @property
    def held(self) -> Decimal | None:
        """What a live hold keeps here: what was made and has not left."""
        return None if self.made is None else (self.made - self.shipped if self.holds else Decimal(0))

    @property
    def unaccounted(self) -> Decimal | None:
        """Made, and neither shipped nor counted; None where nobody counted."""
        if self.made is None or self.on_hand is None:
            return None
        return self.made - self.shipped - self.on_hand - self.gone


def lot_facts(ids: Collection[UUID], known_at: datetime | None) -> dict[UUID, LotFact]:
    """Of those that the reader sees, as of a moment; six queries."""
    return _materials(ids) | _lots(ids, known_at)


def overdrawn(ids: Iterable[UUID]) -> set[UUID]:
    """Those that more was taken from than they held."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT node_id FROM find_overdrawn(%s::uuid[])", [[str(key) for key in ids]])
        return {row[0] for row in cursor.fetchall()}


def _materials(ids: Collection[UUID]) -> dict[UUID, LotFact]:
    return {
        row.pk: LotFact(
            row.pk, row.kind, row.number, row.item_code, row.item_name, row.unit, row.quantity_received,
            supplier=row.supplier or row.manufacturer, supplier_lot=row.supplier_lot, day=row.received_on,
        )
        for row in ComponentLot.objects.filter(pk__in=ids)
    }  # fmt: skip


def _lots(ids: Collection[UUID], known_at: datetime | None) -> dict[UUID, LotFact]:
    rows = list(Lot.objects.filter(pk__in=ids).select_related("product", "sponsor", "label_version"))
    keys = [row.pk for row in rows]
    sent = _summed(_until(Shipment.objects.filter(lot_id__in=keys), "shipped_at", known_at), "quantity")
    back, odd = _returned(rows, known_at)
    counts = _counts(keys, known_at)
    holds = _holds(keys, known_at)
    return {row.pk: _lot(row, sent, None if row.pk in odd else back.get(row.pk), counts, holds) for row in rows}


def _lot(
    row: Lot, sent: dict[UUID, Decimal], back: Decimal | None, counts: dict[UUID, StockCount], holds: dict[UUID, int]
) -> LotFact:
    count = counts.get(row.pk)
    return LotFact(
        row.pk,
        "lot",
        row.number,
        row.product.code,
        row.product.name,
        row.unit,
        row.quantity_good,
        state=row.get_state_display(),
        day=row.made_on,
        sponsor=row.sponsor.name,
        url=row.get_absolute_url(),
        partnership_id=row.partnership_id,
        label=str(row.label_version or ""),
        expires_on=row.expires_on,
        shipped=sent.get(row.pk, Decimal(0)),
        returned=back,
        on_hand=count.on_hand if count else None,
        gone=count.sampled + count.destroyed if count else Decimal(0),
        holds=holds.get(row.pk, 0),
    )


def _until(rows: Any, column: str, known_at: datetime | None) -> Any:
    return rows if known_at is None else rows.filter(**{f"{column}__lte": known_at})


def _summed(rows: Any, column: str) -> dict[UUID, Decimal]:
    return dict(rows.order_by("lot_id").values("lot_id").annotate(total=Sum(column)).values_list("lot_id", "total"))


def _returned(rows: Iterable[Lot], known_at: datetime | None) -> tuple[dict[UUID, Decimal], set[UUID]]:
    """Sums in the lot's own unit, and the lots of which something came back in another."""
    units = {row.pk: row.unit for row in rows}
    sums, odd = dict.fromkeys(units, Decimal(0)), set()
    found = _until(ReturnedProduct.objects.filter(lot_id__in=units), "entered_at", known_at)
    for key, quantity, unit in found.order_by("pk").values_list("lot_id", "quantity", "unit"):
        if unit == units[key]:
            sums[key] += quantity
        else:
            odd.add(key)
    return sums, odd


def _counts(keys: Collection[UUID], known_at: datetime | None) -> dict[UUID, StockCount]:
    """The last of each lot."""
    found = _until(StockCount.objects.filter(lot_id__in=keys), "entered_at", known_at)
    return {row.lot_id: row for row in found.order_by("lot_id", "-counted_at", "-id").distinct("lot_id")}


def _holds(keys: Collection[UUID], known_at: datetime | None) -> dict[UUID, int]:
    live = Q(lifted_at=None) if known_at is None else Q(lifted_at=None) | Q(lifted_at__gt=known_at)
    found = _until(Hold.objects.filter(live, lot_id__in=keys), "placed_at", known_at)
    counted = found.order_by("lot_id").values("lot_id").annotate(count=Count("id"))
    return dict(counted.values_list("lot_id", "count"))

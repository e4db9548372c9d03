"""A component lot's recall scope as its report says it: every lot and direct account reached, as of now (§C8)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from django.db.models import Count

from lots.models import ComponentLot, Disclosure, Hold
from quality_events.models import ReturnedProduct
from records.content import canonical_json, plain
from records.reports import Fact, Report, Section
from traceability.models import Shipment
from traceability.outside import recall_rows as shape
from traceability.queries.tracing import Reached, reached_by

FORMAT = "recall-scope-1"
CERTAIN = "Certain: the newest evidence pack of each lot states that it consumed the component lot"
OTHERS = "What other customers of the contract manufacturer received is not in it"


def recall_scope(disclosure_id: UUID, at: datetime) -> Report:
    """What the scope shows of one partnership's lots and consignees; a constant number of queries.

    Raises DoesNotExist.
    """
    shown = Disclosure.objects.select_related(
        "component_lot__organisation", "partnership__sponsor", "partnership__cmo"
    ).get(pk=disclosure_id)
    reached = reached_by(shown.component_lot_id, shown.partnership_id)
    sections = _sections(reached)
    return Report(
        format=FORMAT,
        number=shown.component_lot.number,
        title=f"Recall scope, {shown.component_lot.item_name}",
        state=_state(reached),
        tone="bad" if any(one.shipments for one in reached) else "wait" if reached else "good",
        time_zone=shown.partnership.cmo.time_zone,
        facts=(*_facts(shown, reached), Fact("Data as of", at), Fact("SHA-256 of the scope", scope_hash(sections))),
        sections=sections,
    )


def scope_hash(sections: Sequence[Section]) -> str:
    """Of the rows alone: two scopes with the same hash reached the same goods and accounts."""
    return sha256(canonical_json({section.name: plain(section.rows) for section in sections})).hexdigest()


def _state(reached: Sequence[Reached]) -> str:
    lots, accounts = len(reached), len({s.consignee_id for one in reached for s in one.shipments})
    return f"{lots} {'lot' if lots == 1 else 'lots'}, {accounts} direct {'account' if accounts == 1 else 'accounts'}"


def _facts(shown: Disclosure, reached: Sequence[Reached]) -> Iterable[Fact]:
    source: ComponentLot = shown.component_lot
    yield Fact("Component", f"{source.item_code}, {source.item_name}")
    yield Fact("Supplier", source.supplier)
    yield Fact("Supplier's lot", source.supplier_lot)
    yield Fact("Manufacturer", source.manufacturer)
    yield Fact("Received on", source.received_on)
    yield Fact("Received quantity", _amount(source.quantity_received, source.unit))
    yield Fact("Contract manufacturer", shown.partnership.cmo.name)
    yield Fact("Sponsor", shown.partnership.sponsor.name)
    yield Fact("Used in these lots", ", ".join(_summed((r.consumption.quantity, r.consumption.unit) for r in reached)))
    yield Fact("Certainty", CERTAIN)
    yield Fact("Other customers", OTHERS)


def _sections(reached: Sequence[Reached]) -> tuple[Section, ...]:
    shipments = [shipment for one in reached for shipment in one.shipments]
    return (
        Section("lots", "Lots that hold it", shape.LotRow, _lots(reached), "No lot consumed it."),
        Section(
            "consignees", "Direct accounts", shape.ConsigneeRow, _consignees(shipments), "Nobody received any of it."
        ),
        Section("shipments", "Shipments", shape.ShipmentRow, tuple(map(_shipment, shipments)), "Nothing was shipped."),
    )


def _lots(reached: Sequence[Reached]) -> tuple[shape.LotRow, ...]:
    keys = {one.lot.pk for one in reached}
    live = Hold.objects.filter(lot_id__in=keys, lifted_at=None).values("lot_id").annotate(count=Count("id"))
    holds = {row["lot_id"]: row["count"] for row in live.order_by("lot_id")}
    back: dict[UUID | None, list[tuple[Decimal, str]]] = defaultdict(list)
    for returned in ReturnedProduct.objects.filter(lot_id__in=keys).order_by("received_at", "id"):
        back[returned.lot_id].append((returned.quantity, returned.unit))
    return tuple(_lot(one, holds.get(one.lot.pk, 0), back[one.lot.pk]) for one in reached)


def _lot(one: Reached, holds: int, back: Sequence[tuple[Decimal, str]]) -> shape.LotRow:
    lot, shipped = one.lot, sum((shipment.quantity for shipment in one.shipments), Decimal(0))
    made = lot.quantity_good
    return shape.LotRow(
        number=lot.number,
        product=lot.product.name,
        label=str(lot.label_version or ""),
        state=lot.get_state_display(),
        expires_on=lot.expires_on,
        used=_plain(one.consumption.quantity),
        used_unit=one.consumption.unit,
        made=None if made is None else _plain(made),
        unit=lot.unit,
        shipped=_plain(shipped),
        returned=", ".join(_summed(back)),
        not_shipped=None if made is None else _plain(made - shipped),
        holds=holds,
    )


def _consignees(shipments: Sequence[Shipment]) -> tuple[shape.ConsigneeRow, ...]:
    accounts: dict[UUID, list[Shipment]] = defaultdict(list)
    for shipment in shipments:
        accounts[shipment.consignee_id].append(shipment)
    rows = (_consignee(received) for received in accounts.values())
    return tuple(sorted(rows, key=lambda row: (row.name, row.address)))


def _consignee(received: Sequence[Shipment]) -> shape.ConsigneeRow:
    account = received[0].consignee
    return shape.ConsigneeRow(
        name=account.name,
        kind=account.get_kind_display(),
        address=account.address,
        contact=account.contact,
        lots=tuple(sorted({shipment.lot.number for shipment in received})),
        received=tuple(_summed((shipment.quantity, shipment.unit) for shipment in received)),
    )


def _shipment(shipment: Shipment) -> shape.ShipmentRow:
    return shape.ShipmentRow(
        lot=shipment.lot.number,
        reference=shipment.reference,
        shipped_at=shipment.shipped_at,
        ship_from=shipment.ship_from,
        quantity=_plain(shipment.quantity),
        unit=shipment.unit,
        consignee=shipment.consignee.name,
        carrier=shipment.carrier,
    )


def _summed(amounts: Iterable[tuple[Decimal, str]]) -> list[str]:
    """One sum a unit: what stands in two units is not added."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for quantity, unit in amounts:
        sums[unit] += quantity
    return [_amount(total, unit) for unit, total in sorted(sums.items())]


def _amount(quantity: Decimal | None, unit: str) -> str:
    return "" if quantity is None else f"{_plain(quantity):f} {unit}"


def _plain(quantity: Decimal) -> Decimal:
    """Without the zeros of the column's width, never as a power of ten."""
    return Decimal(f"{quantity.normalize():f}")

"""A component lot's recall scope as its report says it: every lot and direct account reached, as of now (§C8).

Certain, possible and excluded as ADR 0030 defines them, for one partnership of those that the reader sees.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from lots.models import ComponentLot, Disclosure
from lots.states import MaterialKind
from records.content import canonical_json, plain
from records.reports import Fact, Report, Section
from traceability.models import Shipment
from traceability.outside import recall_rows as shape
from traceability.queries.scope import Scope, ScopeRow, scope_of
from traceability.scoping.question import Question
from traceability.scoping.values import Sure

FORMAT = "recall-scope-2"
CERTAINTY = (
    "Certain: every step is stated with its quantity. Possible: some step is unproven. Both are in the scope; "
    "what is excluded stands with its reason."
)
OTHERS = "Counted only: {lots} packaged lots, {customers} accounts"


def recall_scope(disclosure_id: UUID, at: datetime) -> Report:
    """What the scope shows of one partnership's lots and consignees; a constant number of queries.

    Raises DoesNotExist.
    """
    shown = Disclosure.objects.select_related(
        "component_lot__organisation", "partnership__sponsor", "partnership__cmo"
    ).get(pk=disclosure_id)
    scope = scope_of(Question(lots=(shown.component_lot_id,)), part_of=shown.partnership_id)
    lots = scope.lots
    sent = Shipment.objects.filter(lot_id__in=[row.fact.id for row in lots]).select_related("consignee", "lot")
    shipments = list(sent.order_by("lot__number", "shipped_at", "id"))
    sections = _sections(scope, lots, shipments)
    return Report(
        format=FORMAT,
        number=shown.component_lot.number,
        title=f"Recall scope, {shown.component_lot.item_name}",
        state=_state(lots, shipments),
        tone="bad" if shipments else "wait" if lots else "good",
        time_zone=shown.partnership.cmo.time_zone,
        facts=(*_facts(shown, scope, lots), Fact("Data as of", at), Fact("SHA-256 of the scope", scope_hash(sections))),
        sections=sections,
    )


def scope_hash(sections: Sequence[Section]) -> str:
    """Of the rows alone: two scopes with the same hash reached the same goods and accounts."""
    return sha256(canonical_json({section.name: plain(section.rows) for section in sections})).hexdigest()


def _state(lots: Sequence[ScopeRow], shipments: Sequence[Shipment]) -> str:
    count, accounts = len(lots), len({shipment.consignee_id for shipment in shipments})
    return f"{count} {'lot' if count == 1 else 'lots'}, {accounts} direct {'account' if accounts == 1 else 'accounts'}"


def _facts(shown: Disclosure, scope: Scope, lots: Sequence[ScopeRow]) -> Iterable[Fact]:
    source: ComponentLot = shown.component_lot
    yield Fact("Component", f"{source.item_code}, {source.item_name}")
    yield Fact("Supplier", source.supplier)
    yield Fact("Supplier's lot", source.supplier_lot)
    yield Fact("Manufacturer", source.manufacturer)
    yield Fact("Manufacturer's site", source.manufacturer_site)
    yield Fact("Received on", source.received_on)
    yield Fact("Received quantity", _amount(source.quantity_received, source.unit))
    yield Fact("Contract manufacturer", shown.partnership.cmo.name)
    yield Fact("Sponsor", shown.partnership.sponsor.name)
    for sure in (Sure.CERTAIN, Sure.POSSIBLE):
        yield Fact(f"{sure.label} lots", sum(row.sure is sure for row in lots))
    yield Fact("Circles in the records", "; ".join(" → ".join(loop) for loop in scope.circles) or "none")
    yield Fact("Certainty", CERTAINTY)
    yield Fact("Other customers", OTHERS.format(lots=scope.hidden.lots, customers=scope.hidden.customers))


def _sections(scope: Scope, lots: Sequence[ScopeRow], shipments: Sequence[Shipment]) -> tuple[Section, ...]:
    materials = tuple(_material(row, scope) for row in scope.rows if _is_way(row))
    unproven = tuple(shape.UnprovenRow(step=step, lacks=lacks) for step, lacks in scope.unproven)
    beside = tuple(map(_excluded, scope.of(Sure.EXCLUDED)))
    return (
        Section("lots", "Lots that hold it", shape.LotRow, tuple(map(_lot, lots)), "No lot consumed it."),
        Section(
            "consignees", "Direct accounts", shape.ConsigneeRow, _consignees(shipments), "Nobody received any of it."
        ),
        Section("shipments", "Shipments", shape.ShipmentRow, tuple(map(_shipment, shipments)), "Nothing was shipped."),
        Section("materials", "Lots of material on the way", shape.MaterialRow, materials, "None."),
        Section("unproven", "Unproven steps", shape.UnprovenRow, unproven, "Every step is proven."),
        Section("excluded", "Excluded", shape.ExcludedRow, beside, "Nothing stands beside it."),
    )


def _is_way(row: ScopeRow) -> bool:
    return not row.fact.is_packaged and row.sure is not Sure.EXCLUDED


def _lot(row: ScopeRow) -> shape.LotRow:
    fact = row.fact
    return shape.LotRow(
        number=fact.number,
        sure=row.sure.label,
        product=fact.name,
        label=fact.label,
        state=fact.state,
        expires_on=fact.expires_on,
        path=row.path,
        because=row.because,
        made=_plain(fact.made),
        unit=fact.unit,
        shipped=_plain(fact.shipped) or Decimal(0),
        returned=_plain(fact.returned),
        not_shipped=None if fact.made is None else _plain(fact.made - fact.shipped),
        on_hand=_plain(fact.on_hand),
        unaccounted=_plain(fact.unaccounted),
        holds=fact.holds,
    )


def _material(row: ScopeRow, scope: Scope) -> shape.MaterialRow:
    fact, balance = row.fact, scope.balances.get(row.fact.id)
    return shape.MaterialRow(
        number=fact.number or "(no number)",
        kind=MaterialKind(fact.kind).label,
        item=f"{fact.item}, {fact.name}",
        sure=row.sure.label,
        because=row.because,
        held=_plain(fact.made),
        unit=fact.unit,
        out=_plain(balance.out) if balance else None,
    )


def _excluded(row: ScopeRow) -> shape.ExcludedRow:
    return shape.ExcludedRow(
        number=row.fact.number or "(no number)", item=f"{row.fact.item}, {row.fact.name}", because=row.because
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
        quantity=_plain(shipment.quantity) or Decimal(0),
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


def _plain(quantity: Decimal | None) -> Decimal | None:
    """Without the zeros of the column's width, never as a power of ten."""
    return None if quantity is None else Decimal(f"{quantity.normalize():f}")

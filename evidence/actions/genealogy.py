"""What a pack says about materials becomes component lots, disclosures and edges (ADR 0003, 0030): set by set."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from evidence.models import Pack
from evidence.pack.format import ComponentLot as StatedLot
from evidence.pack.format import Pack as StatedPack
from lots.actions.genealogy import disclose_ancestors, end_edges, state_edges
from lots.genealogy import StatedEdge
from lots.models import ComponentLot, Consumption, Disclosure, Lot
from lots.states import EdgeKind, EdgeSource

Identity = tuple[str, str, str]
"""Item code, manufacturer, the contract manufacturer's own number."""


def record_materials(lot: Lot, row: Pack, stated: StatedPack) -> None:
    """The lines stay whatever comes later; the edges count until a later pack of the lot says otherwise."""
    end_edges(
        child_id=lot.pk,
        source=EdgeSource.PACK,
        except_id=row.pk,
        because=f"version {row.version} of the pack says otherwise",
        at=row.submitted_at,
    )
    entries = _entries(stated)
    unknown = _unknown_lots(lot, stated)
    if not entries and not unknown:
        return
    keys = _component_lots(lot, entries.values())
    known = {number: keys[_identity(entry)] for number, entry in entries.items()}
    _disclose(lot, (*known.values(), *unknown.values()))
    lines = [
        Consumption(
            partnership_id=lot.partnership_id,
            sponsor_id=lot.sponsor_id,
            lot=lot,
            component_lot_id=known[line.component_lot],
            component_code=line.component,
            quantity=line.actual,
            unit=line.unit,
            pack_id=row.pk,
        )
        for line in stated.materials.consumption
        if line.component_lot and line.actual is not None and line.unit is not None
    ]
    Consumption.objects.bulk_create(lines)
    state_edges(
        organisation_id=lot.cmo_id,
        edges=list(_edges(lot, known, unknown, stated)),
        source=EdgeSource.PACK,
        source_id=row.pk,
        at=row.submitted_at,
    )
    disclose_ancestors(lot, known.values())


def _entries(stated: StatedPack) -> dict[str, StatedLot]:
    """By number; a lot that was weighed without being listed is one all the same, with nothing known but its number."""
    entries = {entry.number: entry for entry in stated.materials.component_lots}
    for line in stated.materials.consumption:
        if line.component_lot:
            entries.setdefault(line.component_lot, StatedLot(number=line.component_lot, component=line.component))
    return entries


def _unknown_lots(lot: Lot, stated: StatedPack) -> dict[str, UUID]:
    """A component that was weighed without a lot's number is a lot of its own, which is never taken for another."""
    items = dict.fromkeys(line.component for line in stated.materials.consumption if not line.component_lot)
    rows = [ComponentLot(organisation_id=lot.cmo_id, item_code=item, item_name=item, number="") for item in items]
    return {row.item_code: row.pk for row in ComponentLot.objects.bulk_create(rows)}


def _edges(lot: Lot, known: dict[str, UUID], unknown: dict[str, UUID], stated: StatedPack) -> Iterable[StatedEdge]:
    """One a component lot, with what its lines say together: a use without a weight stands without a quantity."""
    amounts: dict[UUID, list[tuple[Decimal | None, str]]] = {}
    days: dict[UUID, date] = {}
    for line in stated.materials.consumption:
        key = known[line.component_lot] if line.component_lot else unknown[line.component]
        amounts.setdefault(key, []).append((line.actual, line.unit or ""))
        if line.weighed_at:
            day = line.weighed_at.astimezone(stated.header.zone).date()
            days[key] = max(day, days.get(key, day))
    for key, used in amounts.items():
        quantity, unit = _together(used)
        yield StatedEdge(key, lot.pk, EdgeKind.CONSUMPTION, quantity, unit, happened_on=days.get(key))


def _together(used: list[tuple[Decimal | None, str]]) -> tuple[Decimal | None, str]:
    """Summed where every line gives its weight in one unit."""
    units = {unit for _, unit in used}
    weights = [weight for weight, _ in used if weight is not None]
    if len(weights) < len(used) or len(units) != 1 or "" in units:
        return None, ""
    return sum(weights, Decimal(0)), units.pop()


def _identity(entry: StatedLot) -> Identity:
    return entry.component, entry.manufacturer or entry.supplier or "", entry.number


def _component_lots(lot: Lot, entries: Iterable[StatedLot]) -> dict[Identity, UUID]:
    """The keys of these component lots; those not known yet are entered, an earlier entry is kept as it is."""
    wanted = {_identity(entry): entry for entry in entries}
    found = _found(lot, wanted)
    missing = [entry for identity, entry in wanted.items() if identity not in found]
    if not missing:
        return found
    ComponentLot.objects.bulk_create(
        (_entered(lot, entry) for entry in missing),
        ignore_conflicts=True,  # another lot's pack may enter the same component lot at the same moment
    )
    return _found(lot, wanted)


def _found(lot: Lot, wanted: dict[Identity, StatedLot]) -> dict[Identity, UUID]:
    numbers = {number for _, _, number in wanted}
    rows = ComponentLot.objects.filter(organisation_id=lot.cmo_id, number__in=numbers)
    keys = rows.values_list("item_code", "manufacturer", "number", "pk")
    return {(item, maker, number): key for item, maker, number, key in keys if (item, maker, number) in wanted}


def _entered(lot: Lot, entry: StatedLot) -> ComponentLot:
    item, maker, number = _identity(entry)
    return ComponentLot(
        organisation_id=lot.cmo_id,
        item_code=item,
        item_name=entry.name or item,
        manufacturer=maker,
        number=number,
        supplier=entry.supplier or "",
        manufacturer_site=entry.manufacturer_site or "",
        supplier_lot=entry.supplier_lot or "",
        received_on=entry.received_on,
        quantity_received=entry.received,
        unit=entry.unit or "",
        expires_on=entry.expires_on,
    )


def _disclose(lot: Lot, component_lots: Iterable[UUID]) -> None:
    """The sponsor may see these component lots from now on, never who else used them."""
    Disclosure.objects.bulk_create(
        (
            Disclosure(partnership_id=lot.partnership_id, sponsor_id=lot.sponsor_id, component_lot_id=key)
            for key in dict.fromkeys(component_lots)
        ),
        ignore_conflicts=True,
    )

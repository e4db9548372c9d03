"""What a pack says about materials becomes component lots, disclosures and edges (ADR 0003): set by set."""

from collections.abc import Iterable
from uuid import UUID

from evidence.models import Pack
from evidence.pack.format import ComponentLot as StatedLot
from evidence.pack.format import Pack as StatedPack
from lots.models import ComponentLot, Consumption, Disclosure, Lot

Identity = tuple[str, str, str]
"""Item code, manufacturer, the contract manufacturer's own number."""


def record_materials(lot: Lot, row: Pack, stated: StatedPack) -> None:
    """Edges of the newest pack replace nothing: each names the pack that states it. Six statements at most."""
    entries = {entry.number: entry for entry in stated.materials.component_lots}
    if not entries:
        return
    keys = _component_lots(lot, entries.values())
    known = {number: keys[_identity(entry)] for number, entry in entries.items()}
    _disclose(lot, known.values())
    Consumption.objects.bulk_create(
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
        if line.component_lot in known and line.actual is not None and line.unit is not None
    )


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

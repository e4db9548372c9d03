"""What a pack says about materials becomes component lots, disclosures and edges (ADR 0003)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from evidence.models import Pack
from evidence.pack.format import ComponentLot as StatedLot
from evidence.pack.format import Pack as StatedPack
from lots.models import ComponentLot, Consumption, Disclosure, Lot


def record_materials(lot: Lot, row: Pack, stated: StatedPack) -> None:
    """Edges of the newest pack replace nothing: each names the pack that states it."""
    known = {entry.number: _component_lot(lot, entry) for entry in stated.materials.component_lots}
    _disclose(lot, known.values())
    Consumption.objects.bulk_create(
        Consumption(
            partnership_id=lot.partnership_id,
            sponsor_id=lot.sponsor_id,
            lot=lot,
            component_lot=known[line.component_lot],
            component_code=line.component,
            quantity=line.actual,
            unit=line.unit,
            pack_id=row.pk,
        )
        for line in stated.materials.consumption
        if line.component_lot in known and line.actual is not None and line.unit is not None
    )


def _component_lot(lot: Lot, entry: StatedLot) -> ComponentLot:
    """Identity is (CMO, item, manufacturer, own number); an earlier entry is kept as it is."""
    found, _ = ComponentLot.objects.get_or_create(
        organisation_id=lot.cmo_id,
        item_code=entry.component,
        manufacturer=entry.manufacturer or entry.supplier or "",
        number=entry.number,
        defaults=_facts(entry),
    )
    return found


def _facts(entry: StatedLot) -> Mapping[str, Any]:
    return {
        "item_name": entry.name or entry.component,
        "supplier": entry.supplier or "",
        "manufacturer_site": entry.manufacturer_site or "",
        "supplier_lot": entry.supplier_lot or "",
        "received_on": entry.received_on,
        "quantity_received": entry.received,
        "unit": entry.unit or "",
        "expires_on": entry.expires_on,
    }


def _disclose(lot: Lot, component_lots: Any) -> None:
    ids: list[UUID] = [found.pk for found in component_lots]
    known = set(Disclosure.objects.filter(partnership_id=lot.partnership_id, component_lot_id__in=ids)
                .values_list("component_lot_id", flat=True))  # fmt: skip
    Disclosure.objects.bulk_create(
        Disclosure(partnership_id=lot.partnership_id, sponsor_id=lot.sponsor_id, component_lot_id=key)
        for key in dict.fromkeys(ids)
        if key not in known
    )

"""How the lot was made, from the rows of its living pack: results, yields, label counts, materials."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from evidence.models import Pack, PackRow
from evidence.pack.format.batch_record import Yield
from evidence.pack.format.materials import ComponentLot as StatedLot
from evidence.pack.format.packaging import LabelRoll
from evidence.pack.units import label as unit_label
from lots.models import Consumption, Lot
from masters.models import LabelVersion
from workspace.dossier_data import LabelCount, MaterialFact, PhaseYield
from workspace.queries.lot import trimmed

SECTIONS = ("laboratory.results", "batch_record.yields", "packaging.rolls", "materials.component_lots")
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def rows_of(pack: Pack | None) -> dict[str, list[Mapping[str, Any]]]:
    """The stored rows of the sections that a dossier shows; one query."""
    found: dict[str, list[Mapping[str, Any]]] = {name: [] for name in SECTIONS}
    if pack is None:
        return found
    rows = PackRow.objects.filter(pack=pack, section__in=SECTIONS).order_by("section", "position")
    for section, data in rows.values_list("section", "data"):
        found[section].append(data)
    return found


def yields(rows: Rows) -> tuple[PhaseYield, ...]:
    """Percent of theoretical by phase against the limits that the record states (111.260(f))."""
    return tuple(_yield(Yield.model_validate(row)) for row in rows["batch_record.yields"])


def _yield(stated: Yield) -> PhaseYield:
    percent = None
    if stated.actual is not None and stated.theoretical:
        percent = (stated.actual / stated.theoretical * 100).quantize(Decimal("0.1"))
    verdict, tone = _inside(percent, stated.lowest_percent, stated.highest_percent)
    return PhaseYield(
        phase=stated.phase,
        theoretical=stated.theoretical or Decimal(0),
        actual=stated.actual,
        unit=unit_label(stated.unit) if stated.unit else "",
        percent=percent,
        minimum_percent=stated.lowest_percent or Decimal(0),
        maximum_percent=stated.highest_percent or Decimal(100),
        verdict=verdict,
        tone=tone,
    )


def _inside(value: Decimal | None, low: Decimal | None, high: Decimal | None) -> tuple[str, str]:
    if value is None or low is None or high is None:
        return "Missing", "wait"
    return ("Inside", "good") if low <= value <= high else ("Outside", "bad")


def label_counts(rows: Rows, label: LabelVersion | None) -> tuple[LabelCount, ...]:
    """Reconciliation by roll (111.410(b)); the tolerance is the approved label's."""
    return tuple(_roll(LabelRoll.model_validate(row), label) for row in rows["packaging.rolls"])


def _roll(roll: LabelRoll, label: LabelVersion | None) -> LabelCount:
    gone = (roll.applied, roll.returned, roll.destroyed, roll.samples, roll.retained)
    variance = None
    if roll.issued is not None and all(part is not None for part in gone):
        variance = roll.issued - sum(part or 0 for part in gone)
    allowed = label.tolerance_labels if label else 0
    if label and roll.issued:
        allowed = max(allowed, int(roll.issued * label.tolerance_percent / 100))
    verdict, tone = ("Missing", "wait") if variance is None else ("Reconciled", "good")
    if variance:
        verdict, tone = ("Inside tolerance", "wait") if abs(variance) <= allowed else ("Outside tolerance", "bad")
    return LabelCount(
        roll.number, roll.label or "", f"v{roll.label_version}" if roll.label_version else "", roll.issued or 0, *gone,
        variance, f"tolerance {allowed}", verdict, tone,
    )  # fmt: skip


def materials(lot: Lot, pack: Pack | None, rows: Rows) -> tuple[MaterialFact, ...]:
    """What went into the lot, as its living pack states it (111.260(d), (e)); one query."""
    if pack is None:
        return ()
    stated = {row["number"]: StatedLot.model_validate(row) for row in rows["materials.component_lots"]}
    edges = consumptions(lot.pk, pack.pk)
    return tuple(_material(edge, stated.get(edge.component_lot.number)) for edge in edges)


def consumptions(lot_id: UUID, pack_id: UUID) -> list[Consumption]:
    """The edges that a pack states for a lot, with their component lots."""
    edges = Consumption.objects.filter(lot_id=lot_id, pack_id=pack_id).select_related("component_lot")
    return list(edges.order_by("component_code", "component_lot__number", "id"))


def _material(edge: Consumption, stated: StatedLot | None) -> MaterialFact:
    source = edge.component_lot
    status = stated.status if stated and stated.status else ""
    tones = {"approved": "good", "quarantine": "wait", "on hold": "wait", "rejected": "bad"}
    return MaterialFact(
        level=1,
        item_code=source.item_code,
        item_name=source.item_name,
        lot_number=source.number,
        supplier=source.supplier,
        supplier_lot=source.supplier_lot,
        manufacturer=source.manufacturer,
        received_on=source.received_on,
        expires_on=source.expires_on,
        quantity=trimmed(edge.quantity) or Decimal(0),
        unit=unit_label(edge.unit),
        step="",
        status=status.capitalize() or "Not stated",
        tone=tones.get(status, "wait"),
    )

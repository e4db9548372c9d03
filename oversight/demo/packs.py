"""Evidence packs of the demo's lots: what a clerk would fill in, with a chosen blemish where the story needs one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from evidence.pack.format import Pack, Reading
from evidence.pack.known import KnownComponent, KnownLot
from oversight.demo.designs import PER_BOTTLE, RESULTS, SUPPLIERS, Design

Values = dict[str, Any]
_STEP_TIMES = {
    "10": (0, "07:30", "08:40"), "20": (0, "08:45", "09:10"), "30": (0, "09:15", "09:40"),
    "40": (0, "09:45", "10:20"), "50": (0, "11:00", "15:30"), "60": (1, "08:00", "12:10"),
    "70": (5, "08:00", "14:30"), "80": (5, "08:20", "14:45"),
}  # fmt: skip
"""Step → (days after the start, from, until) in site time."""


@dataclass(frozen=True, slots=True)
class Blemish:
    """How a pack differs from a good one; all empty for a good lot."""

    results: dict[str, str] = field(default_factory=dict)
    """Test code → another result."""
    packaging_bottles: int | None = None
    """Another actual yield of packaging, in bottles."""
    without_tests: tuple[str, ...] = ()
    event: str = ""
    """Number of the deviation that the pack declares."""


NO_BLEMISH = Blemish()


@dataclass(frozen=True, slots=True)
class Told:
    """What the pack says about one lot: known facts, its design, when it was started."""

    known: KnownLot
    design: Design
    started_on: date
    document_names: Sequence[tuple[str, str, str]]
    used_before: Mapping[str, Decimal]
    """Component lot → what earlier lots took from it."""
    blemish: Blemish

    @property
    def seed(self) -> int:
        return int.from_bytes(self.known.lot_number.encode(), "big") % 997

    def on(self, days: int) -> str:
        return (self.started_on + timedelta(days=days)).isoformat()

    @property
    def packaged(self) -> str:
        return f"{self.known.lot_number}-P1"


def pack_of(told: Told) -> Pack:
    """The whole pack, through the same strict reader as an upload."""
    content = {
        "header": _header(told),
        "batch_record": _batch_record(told),
        "materials": _materials(told),
        "laboratory": _laboratory(told),
        "packaging": _packaging(told),
        "quality_events": _events(told),
        "distribution": _distribution(told),
        "documents": [{"name": n, "category": c, "title": t} for n, c, t in told.document_names],
    }
    return Pack.model_validate(content, context=Reading(zone=ZoneInfo(told.known.time_zone)))


def _header(told: Told) -> Values:
    known = told.known
    names = (
        "agreement_number", "agreement_version", "product_code", "product_name", "master_record_number",
        "master_record_version", "batch_size", "batch_size_unit", "lot_number", "site_name", "site_registration",
        "time_zone", "made_on", "packed_on", "expires_on", "quantity", "quantity_unit",
    )  # fmt: skip
    return {name: getattr(known, name) for name in names} | {
        "format": "pack-1",
        "started_at": f"{told.on(0)} 07:30",
        "submitter_name": "Carla Diaz",
        "submitter_email": "clerk@keystone.example",
    }


def _good_bottles(told: Told) -> int:
    return int(told.known.quantity or 0)


def _batch_record(told: Told) -> Values:
    known, lot = told.known, told.known.lot_number
    bottles = told.blemish.packaging_bottles or _good_bottles(told) + 20
    powder = next(y.theoretical for y in known.yields if y.phase == "Blending")
    actual = {
        "Blending": (powder * Decimal("0.9974")).quantize(Decimal("0.1")),
        "Encapsulation": Decimal(597_900),
        "Packaging": Decimal(bottles),
    }
    return {
        "lots": [
            {"number": lot, "kind": "batch", "quantity": "597900", "unit": "{capsule}"},
            {"number": told.packaged, "kind": "packaged lot", "parent": lot, "quantity": str(_good_bottles(told)),
             "unit": "{bottle}"},
        ],
        "steps": [
            _step(told, step.number, step.instruction, component)
            for step in known.steps
            for component in _added_in(known, step.number) or (None,)
        ],
        "yields": [
            {"phase": y.phase, "theoretical": y.theoretical, "actual": actual[y.phase], "unit": y.unit,
             "lowest_percent": y.lowest_percent, "highest_percent": y.highest_percent}
            for y in known.yields
        ],
        "equipment": [
            _equipment(told, "BL-03", "V-blender, 20 cubic feet", "30", "07:30", "10:20"),
            _equipment(told, "EN-02", "Capsule filler", "50", "11:00", "15:30"),
        ],
        "readings": [
            {"control_point": point.name, "step": point.step, "value": _reading(point.name, told.seed),
             "measured_at": f"{told.on(_STEP_TIMES[point.step][0])} {_later(_STEP_TIMES[point.step][1])}",
             "unit": point.unit, "lowest": point.lowest, "highest": point.highest, "instrument": "HG-11",
             "measured_by": "JLO"}
            for point in known.control_points
        ],
    }  # fmt: skip


def _equipment(told: Told, number: str, name: str, step: str, start: str, end: str) -> Values:
    return {
        "number": number, "name": name, "step": step, "used_from": f"{told.on(0)} {start}",
        "used_until": f"{told.on(0)} {end}", "cleaned_at": f"{told.on(-1)} 16:05", "cleaned_by": "TRM",
        "sanitized_at": f"{told.on(-1)} 16:40", "log_reference": f"EQ-{number} page {100 + told.seed % 90}",
        "previous_product": "Cleaning verification", "previous_lot": "CV-1",
        "calibration_due_on": told.on(180),
    }  # fmt: skip


def _reading(name: str, seed: int) -> str:
    usual = {"Blending room humidity": 30 + seed % 9, "Filled capsule weight": 812 + seed % 17}
    return str(usual.get(name, "1.2"))


def _later(clock: str, minutes: int = 10) -> str:
    moment = datetime.combine(date(2026, 1, 1), time.fromisoformat(clock)) + timedelta(minutes=minutes)
    return f"{moment:%H:%M}"


def _added_in(known: KnownLot, number: str) -> list[str | None]:
    """The components that a step of the master record adds."""
    return [component.code for component in known.components if component.step == number]


def _step(told: Told, number: str, instruction: str, component: str | None) -> Values:
    days, start, end = _STEP_TIMES[number]
    started, finished = f"{told.on(days)} {start}", f"{told.on(days)} {end}"
    step: Values = {
        "number": number, "instruction": instruction, "started_at": started, "finished_at": finished,
        "performed_by": "JLO", "component": component,
    }  # fmt: skip
    if component is None:
        return step
    return step | {
        "weighed_by": "JLO", "weighed_at": started, "weight_verified_by": "MAV", "weight_verified_at": started,
        "added_by": "JLO", "added_at": finished, "addition_verified_by": "MAV", "addition_verified_at": finished,
    }  # fmt: skip


def _component_number(told: Told, component: KnownComponent) -> str:
    """One component lot serves the lots of two months: that is what a recall finds."""
    kind = {"packaging": "P", "label": "L"}.get(component.material, "C")
    period = (told.started_on.month + 1) // 2
    own = component.code if component.material in ("dietary ingredient", "label") else component.code[:6]
    return f"{kind}-{told.started_on:%y}{period:02}-{own}"


def usage(told: Told) -> dict[str, Decimal]:
    """Component lot → what this lot takes from it."""
    return {_component_number(told, c): _actual(c, told.seed) for c in told.known.components}


def _actual(component: KnownComponent, seed: int) -> Decimal:
    drift = Decimal(seed % 7 - 3) / Decimal(10)
    amount = component.target + component.tolerance * drift
    return amount.quantize(Decimal("0.001")) if component.unit == "kg" else Decimal(int(amount))


def _materials(told: Told) -> Values:
    components = told.known.components
    return {
        "component_lots": [_component_lot(told, c) for c in components],
        "consumption": [
            {"step": c.step, "component": c.code, "component_lot": _component_number(told, c), "target": c.target,
             "actual": _actual(c, told.seed), "unit": c.unit, "tolerance": c.tolerance,
             "weighed_at": f"{told.on(_STEP_TIMES[c.step][0])} {_STEP_TIMES[c.step][1]}",
             "device": "SC-21" if c.unit == "kg" else None}
            for c in components
        ],
        "identity_tests": [
            {"component_lot": _component_number(told, c), "method": "QC-031", "method_version": "4",
             "reference_standard": f"{c.name} RS, lot R-2207", "laboratory": "Keystone QC Laboratory",
             "result": "complies", "limit": "complies", "tested_on": told.on(-14), "analyst": "RDN",
             "reviewer": "CHW"}
            for c in components if c.material == "dietary ingredient"
        ],
        "genealogy": [
            {"kind": "consumed" if c.step < "70" else "packed", "parent": _component_number(told, c),
             "child": told.known.lot_number if c.step < "70" else told.packaged,
             "quantity": _actual(c, told.seed), "unit": c.unit,
             "happened_on": told.on(_STEP_TIMES[c.step][0])}
            for c in components
        ] + [{"kind": "packed", "parent": told.known.lot_number, "child": told.packaged,
              "quantity": str(_good_bottles(told) * PER_BOTTLE), "unit": "{capsule}", "happened_on": told.on(5)}],
    }  # fmt: skip


def _component_lot(told: Told, component: KnownComponent) -> Values:
    number = _component_number(told, component)
    used = told.used_before.get(number, Decimal(0)) + _actual(component, told.seed)
    sampled = Decimal("0.500") if component.unit == "kg" else Decimal(50)
    received = component.target * 30 + sampled
    active_or_label = (
        told.design.supplier if component.code == told.design.active else ("Resource Label Group", "Ogden, Utah")
    )
    supplier, site = SUPPLIERS.get(component.code, active_or_label)
    return {
        "number": number, "component": component.code, "name": component.name, "material": component.material,
        "shipment": f"RCV-{number[2:]}", "received_on": told.on(-24), "supplier": supplier, "manufacturer": supplier,
        "manufacturer_site": site, "supplier_lot": f"{supplier[:2].upper()}-{told.started_on:%y%m}-{len(number)}7",
        "purchase_order": f"PO-{told.started_on:%Y}-0231", "containers": "16", "status": "approved",
        "status_at": f"{told.on(-12)} 10:15", "status_by": "CHW", "retest_on": told.on(360), "expires_on": told.on(700),
        "unit": component.unit, "received": received, "used": used, "returned": "0", "rejected": "0",
        "sampled": sampled, "on_hand": received - used - sampled,
    }  # fmt: skip


def _laboratory(told: Told) -> Values:
    known, lot = told.known, told.known.lot_number
    return {
        "sampling": {
            "plan_number": known.sampling_plan_number, "plan_version": known.sampling_plan_version,
            "plan_effective_on": told.on(-60), "approved_by": "CHW", "approved_on": told.on(-70), "is_drawn": True,
            "drawn_on": told.on(1), "drawn_by": "CHW", "untested_lots": 0,
        },
        "selected_tests": [{"test": test.code, "is_selected": True} for test in known.tests],
        "samples": [
            {"number": f"S-{lot}", "lot": lot, "kind": "finished", "taken_at": f"{told.on(1)} 16:30",
             "taken_by": "RDN", "quantity": "300", "unit": "{capsule}", "position": "start, middle and end of run"},
            {"number": f"R-{lot}", "lot": told.packaged, "kind": "reserve", "taken_at": f"{told.on(5)} 14:00",
             "taken_by": "RDN", "quantity": "10", "unit": "{bottle}", "container": "HDPE bottle, 250 mL, as sold",
             "storage": "20-25 Cel, reserve room 2", "retain_until": told.on(1200)},
        ],
        "results": [
            _result(told, number, test)
            for number, test in enumerate(known.tests, start=1)
            if test.code not in told.blemish.without_tests
        ],
    }  # fmt: skip


def _result(told: Told, number: int, test: Any) -> Values:
    value, loq = RESULTS.get(test.code, ("", None))
    if test.code == "ASSAY":
        step = Decimal(told.seed % 9 - 4) * Decimal("0.002")
        value = str((told.design.assay * (1 + step)).quantize(told.design.assay))
    value = told.blemish.results.get(test.code, value)
    return {
        "number": str(number), "stage": test.stage, "test": test.code, "name": test.name, "method": test.method,
        "method_version": "1", "laboratory": "Summit Analytical Laboratory", "sample": f"S-{told.known.lot_number}",
        "sample_lot": told.known.lot_number, "sampled_on": told.on(1), "received_on": told.on(2),
        "tested_on": told.on(8), "value": value, "unit": test.unit or None, "loq": loq, "limit": test.limit,
        "analyst": "KTB", "reviewer": "LFG",
        "event": told.blemish.event or None if test.code in told.blemish.results else None,
    }  # fmt: skip


def _packaging(told: Told) -> Values:
    known, good = told.known, _good_bottles(told)
    label = {"number": known.label_number, "version": known.label_version}
    rejected, sampled = 18, 20
    applied = good + rejected + sampled
    first, second = applied // 2, applied - applied // 2
    cleared = "07:15" if told.seed % 4 == 0 else "07:45"  # at times over an hour before the run (R405)
    return {
        "label": label | {
            "market": "US", "gtin": known.gtin, "examined_by": "CHW", "examined_at": f"{told.on(5)} 07:20",
        },
        "units": {
            "good": good, "rejected_labeled": rejected, "sampled": sampled, "labels_per_unit": 1,
            "unit_content": str(PER_BOTTLE), "bulk_in": str(applied * PER_BOTTLE), "bulk_unit": "{capsule}",
        },
        "clearances": [
            {"kind": "opening", "line": "PK-1", "previous_product": "Line cleared overnight",
             "previous_lot": "none", "previous_label": "LBL-NONE",
             "areas_checked": "hopper, conveyor, labeler, coder, bins",
             "completed_at": f"{told.on(5)} {cleared}", "first_person": "JLO", "second_person": "CHW",
             "first_unit_at": f"{told.on(5)} 08:20"},
            {"kind": "closing", "line": "PK-1", "areas_checked": "hopper, conveyor, labeler, coder, bins",
             "completed_at": f"{told.on(5)} 15:10", "first_person": "JLO", "second_person": "CHW"},
        ],
        "rolls": [
            _roll(told, known, 1, first, 2), _roll(told, known, 2, second, told.seed % 3),
        ],
        "coding": [
            {"position": position, "checked_at": f"{told.on(5)} {clock}", "checked_by": "MAV",
             "lot_printed": known.lot_number, "expiry_printed": f"EXP {known.expires_on:%m/%Y}",
             "expires_on": known.expires_on, "gtin": known.gtin, "count": str(PER_BOTTLE), "count_unit": "{capsule}"}
            for position, clock in (("first", "08:22"), ("middle", "11:30"), ("last", "14:40"))
        ],
    }  # fmt: skip


def _roll(told: Told, known: KnownLot, number: int, applied: int, variance: int) -> Values:
    """`variance` labels are not accounted for, within the tolerance of the label master."""
    return {
        "number": f"{known.lot_number}-R{number}", "label": known.label_number, "label_version": known.label_version,
        "issued": applied + 60 + variance, "applied": applied, "returned": 50, "destroyed": 4, "samples": 3,
        "retained": 3, "count_method": "counter", "operator": "JLO", "destroyed_by": "JLO", "witness": "MAV",
        "has_electronic_examination": False,
    }  # fmt: skip


def _events(told: Told) -> Values:
    event = told.blemish.event
    signed = {"is_complete": True, "signed_by": "Charlotte H. Wynn", "signed_at": f"{told.on(9)} 09:10"}
    if not event:
        return {"statement": {"has_events": False, **signed}, "events": []}
    return {
        "statement": {"has_events": True, **signed},
        "events": [
            {"number": event, "kind": "deviation", "grade": "major", "title": "See the event on the platform",
             "discovered_at": f"{told.on(6)} 09:00", "recorded_at": f"{told.on(6)} 10:00"}
        ],
    }  # fmt: skip


def _distribution(told: Told) -> Values:
    good = _good_bottles(told)
    return {
        "ship_from": {
            "name": "Keystone Blending Co., Dock 4", "address": "2150 Commerce Way, Ogden, UT 84401", "country": "US",
            "contact": "Shipping desk", "phone": "+1 801 555 0142", "email": "shipping@keystone.example",
        },
        "consignees": [
            {"name": "Reno distribution center", "kind": "distribution center",
             "address": "890 Longley Lane, Reno, NV 89502", "country": "US", "contact": "Marcus Oyelaran",
             "phone": "+1 775 555 0108", "email": "receiving@dc-reno.example", "quantity": str(good * 3 // 4),
             "unit": "{bottle}"},
            {"name": "Juniper Market Co-op", "kind": "retailer", "address": "41 Depot Street, Bend, OR 97701",
             "country": "US", "contact": "Elaine Sato", "phone": "+1 541 555 0173",
             "email": "recalls@junipermarket.example", "quantity": str(good - good * 3 // 4), "unit": "{bottle}"},
        ],
    }  # fmt: skip

"""Evidence packs of the demo's lots: what a clerk would fill in, with a chosen blemish where the story needs one."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from evidence.pack.format import Pack, Reading
from evidence.pack.known import KnownComponent, KnownLot
from oversight.demo.designs import PER_BOTTLE, RESULTS, SUPPLIERS
from oversight.demo.packaging import distribution, events, packaging
from oversight.demo.standing import ACTIVE, CERTIFICATES
from oversight.demo.told import Told, Values

_STEP_TIMES = {
    "10": (0, "07:30", "08:40"), "20": (0, "08:45", "09:10"), "30": (0, "09:15", "09:40"),
    "40": (0, "09:45", "10:20"), "50": (0, "11:00", "15:30"), "60": (1, "08:00", "12:10"),
    "70": (5, "08:00", "14:30"), "80": (5, "08:20", "14:45"),
}  # fmt: skip
"""Step → (days after the start, from, until) in site time."""
ASSAYED_PLACES = 5
"""Of every lot: four lots make a trend (at least 20 results, ADR 0013)."""


def pack_of(told: Told) -> Pack:
    """The whole pack, through the same strict reader as an upload."""
    content = {
        "header": _header(told),
        "batch_record": _batch_record(told),
        "materials": _materials(told),
        "laboratory": _laboratory(told),
        "packaging": packaging(told),
        "quality_events": events(told),
        "distribution": distribution(told),
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


def _batch_record(told: Told) -> Values:
    known, lot = told.known, told.known.lot_number
    bottles = told.blemish.packaging_bottles or told.good_bottles + 20
    powder = next(y.theoretical for y in known.yields if y.phase == "Blending")
    actual = {
        "Blending": (powder * Decimal("0.9974")).quantize(Decimal("0.1")),
        "Encapsulation": Decimal(597_900),
        "Packaging": Decimal(bottles),
    }
    return {
        "lots": [
            {"number": lot, "kind": "batch", "quantity": "597900", "unit": "{capsule}", "sampled": "300",
             "wasted": str(597_600 - told.good_bottles * PER_BOTTLE), "remaining": "0"},
            {"number": told.packaged, "kind": "packaged lot", "parent": lot, "quantity": str(told.good_bottles),
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
            {"control_point": point.name, "step": point.step, "value": _reading(told, point.name),
             "measured_at": f"{told.on(_STEP_TIMES[point.step][0])} {_later(_STEP_TIMES[point.step][1])}",
             "unit": point.unit, "lowest": point.lowest, "highest": told.blemish.highest.get(point.name, point.highest),
             "instrument": told.blemish.instrument, "measured_by": "JLO"}
            for point in known.control_points
        ],
        "decisions": [
            {"kind": kind, "lot": number, "reviewed_by": "CHW", "reviewed_at": f"{told.on(9)} 08:05",
             "decision": "approved", "decided_by": "CHW", "decided_at": f"{told.on(9)} 08:40", "is_signed": True}
            for kind, number in (("batch", lot), ("packaged lot", told.packaged))
        ],
    }  # fmt: skip


def _equipment(told: Told, number: str, name: str, step: str, start: str, end: str) -> Values:
    return {
        "number": number, "name": name, "step": step, "used_from": f"{told.on(0)} {start}",
        "used_until": f"{told.on(0)} {end}", "cleaned_at": f"{told.on(-1)} 16:05", "cleaned_by": "TRM",
        "sanitized_at": f"{told.on(-1)} 16:40", "log_reference": f"EQ-{number} page {100 + told.seed % 90}",
        "previous_product": "Cleaning verification", "previous_lot": "CV-1", "previous_allergens": "none",
        "calibration_due_on": told.on(180),
    }  # fmt: skip


def _reading(told: Told, name: str) -> str:
    usual = {"Blending room humidity": 30 + told.seed % 9, "Filled capsule weight": 812 + told.seed % 17}
    return told.blemish.readings.get(name, str(usual.get(name, "1.2")))


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
              "quantity": str(told.good_bottles * PER_BOTTLE), "unit": "{capsule}", "happened_on": told.on(5)}],
        "certificate_results": [row for c in components for row in _certificate(told, c)],
    }  # fmt: skip


def _certificate(told: Told, component: KnownComponent) -> list[Values]:
    """What the supplier's certificate says; its last digits are the component lot's own."""
    number = _component_number(told, component)
    rows = ACTIVE if component.material == "dietary ingredient" else CERTIFICATES.get(component.code, ())
    own = sum(number.encode()) % 90 + 10
    return [
        {"component_lot": number, "attribute": attribute, "method": method, "limit": limit,
         "value": value.format(own), "unit": unit}
        for attribute, method, limit, value, unit in rows
    ]  # fmt: skip


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
        "agrees_with_order": True, "allergens": "none", "storage": "Warehouse 2",
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
             "taken_by": "RDN", "quantity": "300", "unit": "{capsule}", "position": "five places of the run"},
            {"number": f"R-{lot}", "lot": told.packaged, "kind": "reserve", "taken_at": f"{told.on(5)} 14:00",
             "taken_by": "RDN", "quantity": "10", "unit": "{bottle}", "container": "HDPE bottle, 250 mL, as sold",
             "storage": "20-25 Cel, reserve room 2", "retain_until": told.on(1200)},
        ],
        "results": [
            _result(told, number, test, place)
            for number, (test, place) in enumerate(_analyses(told), start=1)
        ],
    }  # fmt: skip


def _analyses(told: Told) -> list[tuple[Any, int]]:
    """Each test and the place of the run it is of: the assay is done at five places, all else once."""
    done = [test for test in told.known.tests if test.code not in told.blemish.without_tests]
    return [(test, place) for test in done for place in range(ASSAYED_PLACES if test.code == "ASSAY" else 1)]


def _result(told: Told, number: int, test: Any, place: int) -> Values:
    value, loq = RESULTS.get(test.code, ("", None))
    if test.code == "ASSAY":
        step = Decimal((told.seed * (place + 1) + place) % 9 - 4) * Decimal("0.002")
        value = str((told.design.assay * (1 + step)).quantize(told.design.assay))
    if place == 0:
        value = told.blemish.results.get(test.code, value)
    return {
        "number": str(number), "stage": test.stage, "test": test.code, "name": test.name, "method": test.method,
        "method_version": "1", "laboratory": "Summit Analytical Laboratory", "sample": f"S-{told.known.lot_number}",
        "sample_lot": told.known.lot_number, "sampled_on": told.on(1), "received_on": told.on(2),
        "tested_on": told.on(8), "value": value, "unit": test.unit or None, "loq": loq, "limit": test.limit,
        "analyst": "KTB", "reviewer": "LFG",
        "event": told.blemish.event or None if test.code in told.blemish.results else None,
    }  # fmt: skip

"""A filled pack of a lot that does not exist, for a new clerk: how steps, weights, results and counts are written.

Made from what is known of a real lot, so it shows the product's own steps and tests. Its lot number is not the
lot's, so that it can never be handed over as evidence.
"""

from dataclasses import replace
from datetime import date as day
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from evidence.pack.format import Document, Pack, Reading
from evidence.pack.known import KnownComponent, KnownLot, KnownTest, prefilled
from evidence.pack.values import Kind, read_limit

NUMBER = "EXAMPLE-1"
REPORT, RECORD = "EXAMPLE certificate of analysis.pdf", "EXAMPLE executed batch record.pdf"
_FIRST, _SECOND, _QUALITY = "AB", "CD", "EF"
_ELSEWHERE = day(2026, 1, 12)
Values = dict[str, Any]


def example_pack(known: KnownLot) -> tuple[KnownLot, Pack]:
    """The example's header facts, and the whole example; both are of lot EXAMPLE-1."""
    made_on = known.made_on or _ELSEWHERE
    example = replace(known, lot_number=NUMBER, made_on=made_on, packed_on=known.packed_on or made_on)
    content = prefilled(example).model_dump(mode="json", exclude_defaults=True)
    moment = datetime.combine(made_on, time(8), tzinfo=ZoneInfo(known.time_zone)).isoformat()
    _fill_batch_record(content, moment)
    content["materials"] = _materials(example, moment)
    _fill_laboratory(content, example, made_on)
    _fill_packaging(content, example, moment)
    content["quality_events"] = {
        "statement": {"has_events": False, "is_complete": True, "signed_by": "E. Fields", "signed_at": moment}
    }
    content["documents"] = [
        Document(name=RECORD, category="batch record", title="Executed batch record").model_dump(mode="json"),
        Document(name=REPORT, category="laboratory", title="Certificate of analysis").model_dump(mode="json"),
    ]
    return example, Pack.model_validate(content, context=Reading(zone=ZoneInfo(known.time_zone)))


def _fill_batch_record(content: Values, moment: str) -> None:
    record = content["batch_record"]
    for step in record.get("steps", ()):
        step |= {"started_at": moment, "finished_at": moment, "performed_by": _FIRST}
        if "component" in step:
            step |= {
                "weighed_by": _FIRST, "weight_verified_by": _SECOND, "added_by": _FIRST,
                "addition_verified_by": _SECOND,
            }  # fmt: skip
    for phase in record.get("yields", ()):
        phase["actual"] = phase["theoretical"]
    for reading in record.get("readings", ()):
        reading |= {"measured_at": moment, "value": _inside(reading), "measured_by": _FIRST}


def _inside(reading: Values) -> str:
    low, high = reading.get("lowest"), reading.get("highest")
    if low is not None and high is not None:
        return format((Decimal(low) + Decimal(high)) / 2, "f")
    return str(low if low is not None else high if high is not None else "1")


def _materials(known: KnownLot, moment: str) -> Values:
    lots = [_component_lot(component, place, moment) for place, component in enumerate(known.components, start=1)]
    consumption = [
        {
            "step": c.step, "component": c.code, "component_lot": lot["number"], "target": c.target,
            "actual": c.target, "unit": c.unit, "tolerance": c.tolerance, "weighed_at": moment,
        }
        for c, lot in zip(known.components, lots, strict=True)
    ]  # fmt: skip
    tests = [
        {
            "component_lot": lot["number"], "method": "FTIR", "laboratory": "Own quality laboratory",
            "result": "complies", "limit": "complies", "tested_on": lot["received_on"], "analyst": _QUALITY,
            "reviewer": _SECOND,
        }
        for lot in lots
        if lot["material"] == "dietary ingredient"
    ]  # fmt: skip
    return {"component_lots": lots, "consumption": consumption, "identity_tests": tests}


def _component_lot(component: KnownComponent, place: int, moment: str) -> Values:
    received = datetime.fromisoformat(moment) - timedelta(days=14)
    return {
        "number": f"EXAMPLE-C{place}", "component": component.code, "name": component.name,
        "material": component.material, "shipment": f"EXAMPLE-R{place}",
        "received_on": received.date().isoformat(), "supplier": "Example Supply Co.",
        "manufacturer": "Example Ingredients Inc.", "supplier_lot": f"S-{place:04}", "status": "approved",
        "status_at": received.isoformat(), "status_by": _QUALITY, "unit": component.unit,
        "received": component.target * 2, "used": component.target, "on_hand": component.target,
    }  # fmt: skip


def _fill_laboratory(content: Values, known: KnownLot, made_on: day) -> None:
    laboratory = content["laboratory"]
    for selected in laboratory.get("selected_tests", ()):
        selected["is_selected"] = True
    laboratory["results"] = [
        {
            "number": str(place), "stage": test.stage, "test": test.code, "name": test.name, "method": test.method,
            "laboratory": "Example Laboratory", "sample_lot": NUMBER, "sampled_on": made_on.isoformat(),
            "tested_on": (made_on + timedelta(days=3)).isoformat(), "value": _conforming(test), "unit": test.unit,
            "limit": test.limit, "stated": "pass", "analyst": _QUALITY, "reviewer": _SECOND, "document": REPORT,
        }
        for place, test in enumerate(known.tests, start=1)
    ]  # fmt: skip


def _conforming(test: KnownTest) -> str:
    limit = read_limit(test.limit)
    if limit.low is not None and limit.high is not None:
        return format((limit.low + limit.high) / 2, "f")
    if limit.is_numeric and limit.high is not None:
        return format(limit.high / 2, "f")
    if limit.is_numeric and limit.low is not None:
        return format(limit.low + 1, "f")
    return "ND" if limit.kind is Kind.NOT_DETECTED else limit.text


def _fill_packaging(content: Values, known: KnownLot, moment: str) -> None:
    packaging = content.setdefault("packaging", {})
    good = int(known.quantity or 1000)
    packaging.setdefault("label", {}).update({"examined_by": _QUALITY, "examined_at": moment})
    packaging.setdefault("units", {}).update({"good": good, "rejected_labeled": 0, "sampled": 0})
    packaging["clearances"] = [
        {
            "kind": kind, "line": "LINE-1", "areas_checked": "hopper, conveyor, labeler, coder",
            "completed_at": moment, "first_person": _FIRST, "second_person": _SECOND,
        }
        for kind in ("opening", "closing")
    ]  # fmt: skip
    packaging["rolls"] = [
        {
            "number": "EXAMPLE-L1", "label": known.label_number, "label_version": known.label_version,
            "issued": good + 10, "issued_by": _QUALITY, "issued_at": moment, "issued_to": "LINE-1",
            "applied": good, "returned": 10, "destroyed": 0, "samples": 0, "retained": 0,
            "count_method": "counter", "operator": _FIRST, "witness": _SECOND,
        }
    ]  # fmt: skip
    expiry = known.expires_on.isoformat() if known.expires_on else None
    packaging["coding"] = [
        {"position": position, "checked_at": moment, "checked_by": _FIRST, "lot_printed": NUMBER, "expires_on": expiry}
        for position in ("first", "middle", "last")
    ]

"""The sections of the complete pack, as the plain values a file would hold."""

from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from evidence.pack.format import Reading
from tests.factories.known_lots import COMPONENTS, GTIN, LOT, STEPS, TESTS, YIELDS, known_lot
from tests.factories.pack_figures import CERTIFICATES, RECEIPTS, RESULTS, TIMES

READING = Reading(zone=ZoneInfo("America/Denver"))
PACKED = f"{LOT}-P1"
Values = dict[str, Any]

DOCUMENTS = (
    ("BPR MG2603-114 executed.pdf", "batch record", "Executed batch production record"),
    ("CoA Summit Lab 26-08841.pdf", "laboratory", "Certificate of analysis, finished capsules"),
    ("CoA Albion 240977.pdf", "materials", "Supplier certificate, magnesium bisglycinate"),
    ("Identity FTIR C-26-0412.pdf", "materials", "Identity test, magnesium bisglycinate"),
    ("SP-007 statistical basis.pdf", "laboratory", "Statistical basis of sampling plan SP-007"),
    ("Label LBL-MG120 v5.pdf", "packaging", "Representative label"),
)


def header() -> Values:
    known = known_lot()
    names = (
        "agreement_number", "agreement_version", "product_code", "product_name", "master_record_number",
        "master_record_version", "batch_size", "batch_size_unit", "lot_number", "site_name",
        "site_registration",
        "time_zone", "made_on", "packed_on", "expires_on", "quantity", "quantity_unit",
    )  # fmt: skip
    return {name: getattr(known, name) for name in names} | {
        "format": "pack-1",
        "started_at": "2026-03-10 07:30",
        "submitter_name": "Dana Whitlock",
        "submitter_email": "clerk@keystone.example",
    }


def batch_record() -> Values:
    return {
        "lots": [
            {"number": LOT, "kind": "batch", "quantity": "597900", "unit": "{capsule}", "sampled": "300",
             "wasted": "0", "remaining": "0"},
            {"number": PACKED, "kind": "packaged lot", "parent": LOT, "quantity": "4942", "unit": "{bottle}"},
        ],
        "steps": [
            _step(step.number, step.instruction, component)
            for step in STEPS
            for component in [c.code for c in COMPONENTS if c.step == step.number] or [None]
        ],
        "yields": [
            {"phase": known.phase, "theoretical": known.theoretical, "actual": actual, "unit": known.unit,
             "lowest_percent": known.lowest_percent, "highest_percent": known.highest_percent}
            for known, actual in zip(YIELDS, ("418.9", "597900", "4962"), strict=True)
        ],
        "equipment": [
            {"number": "BL-03", "name": "V-blender, 20 cubic feet", "step": "30",
             "used_from": "2026-03-10 07:30",
             "used_until": "2026-03-10 10:20", "cleaned_at": "2026-03-09 16:05", "cleaned_by": "TRM",
             "sanitized_at": "2026-03-09 16:40", "log_reference": "EQ-BL-03 page 118",
             "previous_product": "Zinc Picolinate 30 mg", "previous_lot": "ZN2603-101",
             "previous_allergens": "none", "calibration_due_on": "2026-09-30"},
            {"number": "EN-02", "name": "Capsule filler", "step": "50", "used_from": "2026-03-10 11:00",
             "used_until": "2026-03-11 15:30", "cleaned_at": "2026-03-10 06:20", "cleaned_by": "TRM",
             "sanitized_at": "2026-03-10 06:50", "log_reference": "EQ-EN-02 page 77",
             "previous_product": "Ashwagandha 600 mg", "previous_lot": "AS2603-088",
             "previous_allergens": "none", "calibration_due_on": "2026-07-31"},
        ],
        "readings": [
            {"control_point": "Blending room humidity", "step": "30", "measured_at": "2026-03-10 09:20",
             "value": "32", "unit": "%{RH}", "highest": "45", "instrument": "HG-11", "measured_by": "JLO"},
            {"control_point": "Filled capsule weight", "step": "50", "measured_at": "2026-03-10 12:00",
             "value": "819", "unit": "mg", "lowest": "780", "highest": "860", "instrument": "SC-21",
             "measured_by": "PKS"},
            {"control_point": "Metal detector challenge, ferrous sphere", "step": "60",
             "measured_at": "2026-03-11 12:05", "value": "1.2", "unit": "mm", "highest": "1.5",
             "instrument": "MD-02", "measured_by": "PKS"},
        ],
        "decisions": [
            {"kind": kind, "lot": lot, "reviewed_by": "CHW", "reviewed_at": "2026-03-24 15:00",
             "decision": "approved", "decided_by": "CHW", "decided_at": "2026-03-24 16:10", "is_signed": True}
            for kind, lot in (("batch", LOT), ("packaged lot", PACKED))
        ],
    }  # fmt: skip


def _step(number: str, instruction: str, component: str | None) -> Values:
    started, finished = TIMES[number]
    step: Values = {
        "number": number, "instruction": instruction, "started_at": started, "finished_at": finished,
        "performed_by": "JLO", "component": component,
    }  # fmt: skip
    if component is None:
        return step
    return step | {
        "weighed_by": "JLO", "weighed_at": started, "weight_verified_by": "MAV",
        "weight_verified_at": started,
        "added_by": "JLO", "added_at": finished, "addition_verified_by": "MAV",
        "addition_verified_at": finished,
    }  # fmt: skip


def materials() -> Values:
    return {
        "component_lots": [_component_lot(component.code) for component in COMPONENTS],
        "consumption": [
            {"step": c.step, "component": c.code, "component_lot": RECEIPTS[c.code][0], "target": c.target,
             "actual": RECEIPTS[c.code][6], "unit": c.unit, "tolerance": c.tolerance,
             "weighed_at": TIMES[c.step][0], "device": "SC-21" if c.unit == "kg" else None}
            for c in COMPONENTS
        ],
        "identity_tests": [
            {"component_lot": "C-26-0412", "method": "QC-031", "method_version": "4",
             "reference_standard": "Magnesium bisglycinate RS, lot R-2207",
             "laboratory": "Keystone QC Laboratory",
             "result": "complies", "limit": "complies", "tested_on": "2026-02-20", "analyst": "RDN",
             "reviewer": "CHW", "document": "Identity FTIR C-26-0412.pdf"},
        ],
        "genealogy": [
            {"kind": "consumed" if c.step < "70" else "packed", "parent": RECEIPTS[c.code][0],
             "child": LOT if c.step < "70" else PACKED, "quantity": RECEIPTS[c.code][6], "unit": c.unit,
             "happened_on": "2026-03-10" if c.step < "70" else "2026-03-16"}
            for c in COMPONENTS
        ] + [{"kind": "packed", "parent": LOT, "child": PACKED, "quantity": "597600", "unit": "{capsule}",
              "happened_on": "2026-03-16"}],
        "certificate_results": [
            {"component_lot": RECEIPTS[code][0], "attribute": attribute, "method": method, "limit": limit,
             "value": value, "unit": unit}
            for code, attribute, method, limit, value, unit in CERTIFICATES
        ],
    }  # fmt: skip


def _component_lot(code: str) -> Values:
    component = next(c for c in COMPONENTS if c.code == code)
    number, supplier, site, supplier_lot, received, elsewhere, actual = RECEIPTS[code]
    used = _plus(elsewhere, actual)
    sampled = "0.500" if component.unit == "kg" else "50"
    return {
        "number": number, "component": code, "name": component.name, "material": component.material,
        "shipment": f"RCV-{number[2:]}", "received_on": "2026-02-17", "supplier": supplier,
        "manufacturer": supplier, "manufacturer_site": site, "supplier_lot": supplier_lot,
        "purchase_order": "PO-2026-0231", "containers": "16", "status": "approved",
        "agrees_with_order": True, "allergens": "none", "storage": "Warehouse 2",
        "certificate": "CoA Albion 240977.pdf" if code == "MGBG-20" else None,
        "status_at": "2026-02-23 10:15", "status_by": "CHW", "retest_on": "2027-02-17",
        "expires_on": "2028-02-17",
        "unit": component.unit, "received": received, "used": used, "returned": "0", "rejected": "0",
        "sampled": sampled, "on_hand": _plus(received, f"-{used}", f"-{sampled}"),
    }  # fmt: skip


def _plus(*amounts: str) -> str:
    return format(sum((Decimal(amount) for amount in amounts), Decimal(0)), "f")


def laboratory() -> Values:
    return {
        "sampling": {
            "plan_number": "SP-007", "plan_version": "2", "plan_effective_on": "2025-09-01",
            "approved_by": "CHW",
            "approved_on": "2025-08-22", "basis_document": "SP-007 statistical basis.pdf", "is_drawn": True,
            "drawn_on": "2026-03-11", "drawn_by": "CHW", "untested_lots": 0,
        },
        "selected_tests": [{"test": test.code, "is_selected": True} for test in TESTS],
        "samples": [
            {"number": "S-26-1189", "lot": LOT, "kind": "finished", "taken_at": "2026-03-11 16:30",
             "taken_by": "RDN", "quantity": "300", "unit": "{capsule}",
             "position": "start, middle and end of run"},
            {"number": "S-26-1190", "lot": PACKED, "kind": "reserve", "taken_at": "2026-03-16 14:00",
             "taken_by": "RDN", "quantity": "10", "unit": "{bottle}",
             "container": "HDPE bottle, 250 mL, as sold",
             "storage": "20-25 Cel, reserve room 2", "retain_until": "2029-03-31"},
        ],
        "results": [
            {"number": str(number), "stage": test.stage, "test": test.code, "name": test.name,
             "method": test.method, "method_version": "1", "laboratory": "Summit Analytical Laboratory",
             "sample": "S-26-1189", "sample_lot": LOT, "sampled_on": "2026-03-11",
             "received_on": "2026-03-12",
             "tested_on": "2026-03-18", "value": RESULTS[test.code][0], "unit": test.unit,
             "loq": RESULTS[test.code][1], "limit": test.limit, "stated": "pass", "analyst": "KTB",
             "reviewer": "LFG", "document": "CoA Summit Lab 26-08841.pdf"}
            for number, test in enumerate(TESTS, start=1)
        ],
    }  # fmt: skip


def packaging() -> Values:
    return {
        "label": {
            "number": "LBL-MG120", "version": "5", "market": "US", "gtin": GTIN,
            "allergens": "none",
            "document": "Label LBL-MG120 v5.pdf", "examined_by": "CHW", "examined_at": "2026-03-16 07:20",
        },
        "units": {
            "good": 4942, "rejected_labeled": 18, "sampled": 20, "labels_per_unit": 1, "unit_content": "120",
            "bulk_in": "597600", "bulk_unit": "{capsule}",
        },
        "clearances": [
            {"kind": "opening", "line": "PK-1", "previous_product": "Zinc Picolinate 30 mg",
             "previous_lot": "ZN2603-101-P1", "previous_label": "LBL-ZN090",
             "areas_checked": "hopper, conveyor, labeler, coder, bins", "completed_at": "2026-03-16 07:45",
             "first_person": "JLO", "second_person": "CHW", "first_unit_at": "2026-03-16 08:20"},
            {"kind": "closing", "line": "PK-1", "areas_checked": "hopper, conveyor, labeler, coder, bins",
             "completed_at": "2026-03-16 15:10", "first_person": "JLO", "second_person": "CHW"},
        ],
        "rolls": [
            {"number": "L-26-0031-01", "label": "LBL-MG120", "label_version": "5", "issued": 2600,
             "issued_by": "TKO", "issued_at": "2026-03-16 07:50", "issued_to": "PK-1",
             "applied": 2590, "returned": 0, "destroyed": 4, "samples": 3, "retained": 3,
             "count_method": "counter", "operator": "JLO", "destroyed_by": "JLO", "witness": "MAV",
             "has_electronic_examination": False},
            {"number": "L-26-0031-02", "label": "LBL-MG120", "label_version": "5", "issued": 2500,
             "issued_by": "TKO", "issued_at": "2026-03-16 11:05", "issued_to": "PK-1",
             "applied": 2390, "returned": 100, "destroyed": 4, "samples": 3, "retained": 1,
             "count_method": "counter", "operator": "JLO", "destroyed_by": "JLO", "witness": "MAV",
             "has_electronic_examination": False},
        ],
        "coding": [
            {"position": position, "checked_at": f"2026-03-16 {clock}", "checked_by": "MAV",
             "lot_printed": LOT,
             "expiry_printed": "EXP 03/2028", "expires_on": "2028-03-31", "gtin": GTIN, "count": "120",
             "code_read": f"(01){GTIN}(17)280331(10){LOT}",
             "count_unit": "{capsule}"}
            for position, clock in (("first", "08:22"), ("middle", "11:30"), ("last", "14:40"))
        ],
        "facts": [{"name": "Magnesium", "amount": "120", "unit": "mg/{capsule}"}, {"name": "Rice flour"}],
        "examinations": [
            {"attribute": attribute, "sample_size": 20, "defects": 0, "defects_allowed": 1, "examined_by": "CHW",
             "examined_at": "2026-03-16 15:00"}
            for attribute in ("seal", "label", "lot code", "count")
        ],
    }  # fmt: skip


def quality_events() -> Values:
    return {
        "statement": {
            "has_events": False, "is_complete": True, "signed_by": "Charlotte H. Wynn",
            "signed_at": "2026-03-25 09:10",
        },
        "events": [],
    }  # fmt: skip


def distribution() -> Values:
    return {
        "ship_from": {
            "name": "Keystone Blending Co., Dock 4", "address": "2150 Commerce Way, Ogden, UT 84401",
            "country": "US", "contact": "Shipping desk", "phone": "+1 801 555 0142",
            "email": "shipping@keystone.example",
        },
        "consignees": [
            {"name": "Alder & Pine Nutrition, Reno distribution center", "kind": "distribution center",
             "address": "890 Longley Lane, Reno, NV 89502", "country": "US", "contact": "Marcus Oyelaran",
             "phone": "+1 775 555 0108", "email": "receiving@alderpine.example", "quantity": "3600",
             "unit": "{bottle}"},
            {"name": "Juniper Market Co-op", "kind": "retailer", "address": "41 Depot Street, Bend, OR 97701",
             "country": "US", "contact": "Elaine Sato", "phone": "+1 541 555 0173",
             "email": "recalls@junipermarket.example", "quantity": "1342", "unit": "{bottle}"},
        ],
    }  # fmt: skip

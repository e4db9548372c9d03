"""R101–R128: the batch record and its documents."""

from datetime import date

from evidence.pack.rules import ScanFact
from tests.evidence.pack.rules.cases.making import (
    Given,
    based,
    cases,
    gone,
    header,
    more,
    record,
    recorded,
    row,
    stated,
    unrecorded,
    whole,
    without,
)
from tests.factories.packs import complete_pack, sha256_of

LOTS, STEPS, YIELDS = "batch_record.lots", "batch_record.steps", "batch_record.yields"
EQUIPMENT, READINGS, DECISIONS = "batch_record.equipment", "batch_record.readings", "batch_record.decisions"
BLENDER, PACKING = {"number": "BL-03"}, {"phase": "Packaging"}
HUMIDITY, WEIGHT = {"control_point": "Blending room humidity"}, {"control_point": "Filled capsule weight"}
MAGNESIUM, FIRST_STEP, BATCH = {"component": "MGBG-20"}, {"number": "10"}, {"kind": "batch"}
SECOND = {"kind": "packaged lot"}
CLAUSE = "QA-ALD-KEY-01 v2 cl. 4.1"


def _scanned(verdict: str = "clean") -> Given:
    """All documents are clean but the last one, of which the scanner says `verdict`."""
    hashes = [document.sha256 for document in complete_pack().documents]
    scans = dict.fromkeys(hashes, ScanFact("clean")) | {hashes[-1]: ScanFact(verdict)}
    return whole(clean_scan_clause=CLAUSE, scans=scans)


CASES = {
    "R101": cases(
        whole(),
        (stated(header(master_record_version="2")), "fail"),
        (whole(**based(master_record={"version": None})), "fail"),
    ),
    "R102": cases(
        whole(),
        (stated(header(batch_size="600001")), "fail"),
        (stated(header(batch_size="600000.000")), "pass"),
        (stated(header(batch_size="600000", batch_size_unit="{tablet}")), "fail"),
    ),
    "R103": cases(
        whole(),
        (whole(**based(master_record={"in_force_from": date(2026, 3, 11)})), "fail"),
        (whole(**based(master_record={"in_force_from": date(2026, 3, 10)})), "pass"),
        (whole(**based(master_record={"in_force_from": None})), "fail"),
        (stated(header(started_at=None)), "fail"),
    ),
    "R104": cases(
        whole(),
        (whole(other_lot_numbers=frozenset({"MG2603-114"})), "fail"),
        (whole(other_lot_numbers=frozenset({"MG2603-11"})), "pass"),
    ),
    "R105": cases(
        whole(),
        (stated(row(LOTS, SECOND, parent=None)), "fail"),
        (stated(row(LOTS, SECOND, parent="MG2603-114-P1")), "pass"),
    ),
    "R106": cases(
        whole(),
        (stated(row(EQUIPMENT, BLENDER, calibration_due_on="2026-03-09")), "fail"),
        (stated(row(EQUIPMENT, BLENDER, calibration_due_on="2026-03-10")), "pass"),
        (whole(**recorded("equipment", "BL-03", qualified_until=date(2026, 3, 10))), "pass"),
        (whole(**recorded("equipment", "BL-03", qualified_until=date(2026, 3, 9))), "fail"),
        (whole(**unrecorded("equipment")), "fail"),
        (stated(row(EQUIPMENT, BLENDER, used_from=None, used_until=None)), "fail"),
        (
            stated(row(EQUIPMENT, BLENDER, calibration_due_on=None), **recorded("equipment", "BL-03",
                   qualified_until=None)),
            "fail",
        ),
    ),
    "R107": cases(
        whole(),
        (stated(row(EQUIPMENT, BLENDER, cleaned_at="2026-03-10 07:30")), "fail"),
        (stated(row(EQUIPMENT, BLENDER, cleaned_at="2026-03-10 07:29")), "pass"),
        (whole(**recorded("equipment", "BL-03", clean_hold_hours=16)), "pass"),  # cleaned 15 h 25 min before
        (whole(**recorded("equipment", "BL-03", clean_hold_hours=15)), "fail"),
        (stated(row(EQUIPMENT, BLENDER, cleaned_at="2026-03-09 16:30"), **recorded("equipment", "BL-03",
                clean_hold_hours=15)), "pass"),
        (whole(**recorded("equipment", "BL-03", clean_hold_hours=None)), "fail"),
        (stated(gone(EQUIPMENT)), "fail"),
    ),
    "R108": cases(
        whole(),
        (stated(row(EQUIPMENT, BLENDER, previous_allergens="Milk, soy")), "fail"),
        (stated(row(EQUIPMENT, BLENDER, previous_allergens="Milk"), **based(label={"allergens": "milk"})), "pass"),
        (stated(row(EQUIPMENT, BLENDER, previous_allergens="milk", allergen_cleaning="Swab 118.pdf")), "pass"),
        (stated(row(EQUIPMENT, BLENDER, previous_allergens=None)), "fail"),
        (stated(gone(EQUIPMENT)), "not_applicable"),
    ),
    "R109": cases(
        whole(),
        (stated(row(YIELDS, PACKING, actual="4799.999999")), "needs_event"),
        (stated(row(YIELDS, PACKING, actual="4800")), "pass"),
        (stated(row(YIELDS, PACKING, actual="5025")), "pass"),
    ),
    "R110": cases(
        whole(),
        (stated(row(YIELDS, PACKING, actual="5000.001")), "fail"),
        (stated(row(YIELDS, PACKING, actual="5000")), "pass"),
    ),
    "R111": cases(
        whole(),
        (stated(gone(READINGS, HUMIDITY)), "fail"),
        (stated(row(READINGS, HUMIDITY, value="0")), "pass"),
        (stated(row(READINGS, HUMIDITY, value=None)), "fail"),
    ),
    "R112": cases(
        whole(),
        (stated(row(READINGS, WEIGHT, value="860.1")), "needs_event"),
        (stated(row(READINGS, WEIGHT, value="860")), "pass"),
        (stated(row(READINGS, WEIGHT, value="780")), "pass"),
        (stated(row(READINGS, WEIGHT, value="779.9")), "needs_event"),
    ),
    "R113": cases(
        whole(),
        (stated(row(READINGS, HUMIDITY, measured_at="2026-03-10 09:41")), "fail"),
        (stated(row(READINGS, HUMIDITY, measured_at="2026-03-10 09:40")), "pass"),
        (stated(row(READINGS, HUMIDITY, measured_at="2026-03-10 09:15")), "pass"),
        (stated(row(READINGS, HUMIDITY, measured_at="2026-03-10 09:14")), "fail"),
        (stated(row(READINGS, HUMIDITY, measured_at=None)), "fail"),
        (stated(row(STEPS, {"number": "30"}, finished_at=None)), "fail"),
        (stated(gone(READINGS)), "not_applicable"),
    ),
    "R114": cases(
        whole(),
        (stated(gone("documents", {"name": "CoA Albion 240977.pdf"})), "fail"),
        (stated(row("documents", {"name": "CoA Albion 240977.pdf"}, sha256=None)), "fail"),
        (stated(row("documents", {"name": "BPR MG2603-114 executed.pdf"}, sha256=None)), "pass"),
        (
            stated(
                record("laboratory.sampling", basis_document=None), record("packaging.label", document=None),
                gone("laboratory.results"), gone("materials.identity_tests"), gone("materials.component_lots"),
            ),
            "not_applicable",
        ),
        (stated(record("packaging.label", image_sha256=sha256_of("Label LBL-MG120 v5.pdf"))), "pass"),
        (stated(record("packaging.label", image_sha256=sha256_of("another"))), "fail"),
    ),
    "R115": cases(
        whole(),
        (stated(gone("laboratory.results", {"test": "LEAD"})), "fail"),
        (stated(row("laboratory.results", {"test": "LEAD"}, value="0.5")), "pass"),
        (stated(row("laboratory.results", {"test": "LEAD"}, value="0.501")), "not_applicable"),
        (stated(row("laboratory.results", {"test": "LEAD"}, value="<0.6")), "fail"),
        (stated(gone("laboratory.results", {"test": "LEAD"}), row("laboratory.selected_tests", {"test": "LEAD"},
                is_selected=False, basis="SP-007 section 4")), "pass"),
        (stated(record("laboratory.sampling", is_drawn=False)), "not_applicable"),
        (whole(**without("specification")), "fail"),
    ),
    "R116": cases(
        whole(),
        (stated(gone(STEPS, {"number": "60"})), "fail"),
        (stated(row(STEPS, {"number": "20"}, started_at="2026-03-10 07:30")), "pass"),
        (stated(row(STEPS, {"number": "20"}, started_at="2026-03-10 07:29")), "fail"),
    ),
    "R117": cases(
        whole(),
        (stated(row(STEPS, MAGNESIUM, weight_verified_by="JLO")), "fail"),
        (stated(row(STEPS, MAGNESIUM, addition_verified_by="jlo")), "fail"),
        (stated(row(STEPS, MAGNESIUM, added_by="MAV", addition_verified_by="JLO")), "pass"),
    ),
    "R118": cases(
        whole(),
        (stated(row(STEPS, MAGNESIUM, added_by=None)), "fail"),
        (stated(row(STEPS, {"number": "30"}, performed_by=None)), "pass"),
    ),
    "R119": cases(
        stated(row(STEPS, FIRST_STEP, entered_at="2026-03-10 09:00")),
        (stated(row(STEPS, FIRST_STEP, entered_at="2026-03-11 08:41")), "fail"),
        (stated(row(STEPS, FIRST_STEP, entered_at="2026-03-11 08:40")), "pass"),
        (whole(), "not_applicable"),
    ),
    "R120": cases(
        whole(),
        (whole(**recorded("people", "JLO", trained_until=date(2026, 3, 15))), "fail"),
        (whole(**recorded("people", "JLO", trained_from=date(2026, 3, 10), trained_until=date(2026, 3, 16))), "pass"),
        (whole(**recorded("people", "JLO", trained_from=date(2026, 3, 11))), "fail"),
        (whole(**recorded("people", "JLO", trained_until=None)), "pass"),
        (whole(**unrecorded("people")), "fail"),
        (stated(row(STEPS, FIRST_STEP, procedure="SOP-210 v4")), "pass"),
        (stated(row(STEPS, FIRST_STEP, procedure="SOP-210 v5")), "fail"),
        (stated(gone(STEPS)), "not_applicable"),
    ),
    "R121": cases(
        whole(),
        (stated(row(DECISIONS, BATCH, reviewed_by="MAV")), "fail"),
        (stated(row(DECISIONS, BATCH, decided_by="rdn")), "fail"),  # the laboratory, not quality control
        (stated(row(DECISIONS, BATCH, decided_by="chw")), "pass"),
        (stated(row(DECISIONS, BATCH, decided_by=None)), "fail"),
        (whole(**unrecorded("people")), "fail"),
        (stated(row(STEPS, {"number": "60"}, performed_by="CHW")), "fail"),
        (stated(gone(DECISIONS)), "fail"),
    ),
    "R122": cases(
        whole(),
        (stated(gone(DECISIONS, SECOND)), "fail"),
        (stated(row(DECISIONS, BATCH, is_signed=False)), "fail"),
        (stated(row(DECISIONS, BATCH, decided_at=None)), "fail"),
        (stated(row(DECISIONS, BATCH, decision="rejected")), "pass"),
        (stated(gone(DECISIONS, SECOND), gone(LOTS, SECOND)), "pass"),
    ),
    "R123": cases(
        whole(),
        (stated(row(DECISIONS, BATCH, reviewed_at="2026-03-16 14:44")), "fail"),
        (stated(row(DECISIONS, BATCH, reviewed_at="2026-03-16 14:45")), "pass"),
        (stated(row(DECISIONS, BATCH, reviewed_at=None)), "fail"),
        (stated(gone(DECISIONS)), "fail"),
    ),
    "R124": cases(
        whole(),
        (stated(row(STEPS, FIRST_STEP, entered_at="2026-03-24 15:01")), "fail"),
        (stated(row(STEPS, FIRST_STEP, entered_at="2026-03-24 15:00")), "pass"),
        (stated(row("laboratory.results", {"test": "LEAD"}, tested_on="2026-03-24")), "pass"),
        (stated(row("laboratory.results", {"test": "LEAD"}, tested_on="2026-03-25")), "fail"),
        (stated(row(DECISIONS, {}, reviewed_at=None)), "fail"),
    ),
    "R125": cases(
        stated(
            more("quality_events.events", number="D-1", kind="deviation", grade="minor", deviation="Humidity at 46 %.",
                 cause="Door left open.", effect="None.", correction="Door alarm.", disposition="Released.",
                 reviewer="CHW", informants="JLO", closed_at="2026-03-20 10:00"),
        ),
        (stated(more("quality_events.events", number="D-1", kind="deviation", grade="minor", deviation="x",
                     closed_at="2026-03-20 10:00")), "fail"),
        (stated(more("quality_events.events", number="D-1", kind="deviation", grade="minor")), "not_applicable"),
        (
            stated(
                more("quality_events.events", number="D-1", kind="deviation", grade="minor", deviation="Lumps.",
                     cause="Moisture.", effect="None.", correction="Dryer.", disposition="Reprocessed through 20 mesh.",
                     reviewer="CHW", informants="JLO", closed_at="2026-03-20 10:00"),
            ),
            "fail",
        ),
    ),
    "R128": cases(
        _scanned(),
        (_scanned(verdict="not_scanned"), "fail"),
        (_scanned(verdict="infected"), "fail"),
        (whole(clean_scan_clause=CLAUSE, scans={}), "fail"),
        (whole(clean_scan_clause=CLAUSE, scans=None), "not_applicable"),  # the manufacturer's own machine
        (whole(clean_scan_clause="", scans={}), "not_applicable"),
        (stated(gone("documents"), clean_scan_clause=CLAUSE, scans={}), "not_applicable"),
    ),
}  # fmt: skip

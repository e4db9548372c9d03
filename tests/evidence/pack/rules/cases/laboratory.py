"""R301–R321: laboratory and testing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from evidence.pack.rules import LockedLimits
from tests.evidence.pack.rules.cases.making import (
    based,
    cases,
    gone,
    more,
    record,
    row,
    stated,
    whole,
    without,
)
from tests.factories.baseline import label_value, specification_value

PLAN, SELECTED = "laboratory.sampling", "laboratory.selected_tests"
SAMPLES, RESULTS = "laboratory.samples", "laboratory.results"
LEAD, ASSAY, RESERVE = {"test": "LEAD"}, {"test": "ASSAY-MG"}, {"kind": "reserve"}
NOT_DRAWN = record(PLAN, is_drawn=False, untested_lots=1)
RETEST = {
    "number": "13", "test": "LEAD", "stage": "finished", "value": "0.1", "unit": "[ppm]", "retest_of": "5",
    "analyst": "MMR", "retests_declared": 1,
}  # fmt: skip
CLAIM = label_value().facts[0]
IN_PROCESS = replace(specification_value().tests[3], code="DISINT-IP", stage="in-process")


def _claim(**fields: object) -> dict[str, object]:
    return based(label={"facts": (replace(CLAIM, **fields),)})  # type: ignore[arg-type]


def _locked(low: str, high: str, unit: str = "mg/{capsule}") -> dict[str, LockedLimits]:
    """Limits for the assay, of which the pack states 127.4 mg."""
    return {"ASSAY-MG": LockedLimits(1, Decimal(low), Decimal(high), unit, 20, date(2026, 1, 5))}


CASES = {
    "R301": cases(
        whole(),
        (stated(record(PLAN, plan_version="1")), "fail"),
        (stated(record(PLAN, plan_effective_on="2026-03-11")), "pass"),
        (stated(record(PLAN, plan_effective_on="2026-03-12")), "fail"),
    ),
    "R302": cases(
        whole(),
        (stated(gone(RESULTS, LEAD)), "fail"),
        (stated(gone(RESULTS, LEAD), row(SELECTED, LEAD, is_selected=False)), "pass"),
    ),
    "R303": cases(
        stated(NOT_DRAWN, **based(sampling_plan={"untested_maximum": 3})),
        (stated(NOT_DRAWN, **based(sampling_plan={"untested_maximum": 1})), "fail"),
        (stated(NOT_DRAWN, **based(sampling_plan={"untested_maximum": 2})), "pass"),
    ),
    "R304": cases(
        whole(),
        (stated(row(SELECTED, LEAD, is_selected=False)), "fail"),
        (stated(row(SELECTED, LEAD, is_selected=False, basis="SP-007 section 4")), "pass"),
    ),
    "R305": cases(
        whole(),
        (stated(row(RESULTS, LEAD, value="0.501", stated="pass")), "needs_event"),
        (stated(row(RESULTS, LEAD, value="0.5", stated="fail")), "pass"),
        (stated(row(RESULTS, {"test": "TYMC"}, value="100")), "needs_event"),  # the limit is written <100
    ),
    "R306": cases(
        whole(),
        (stated(row(RESULTS, {"test": "CADMIUM"}, loq="0.501")), "fail"),
        (stated(row(RESULTS, {"test": "CADMIUM"}, loq="0.5")), "pass"),
        (stated(row(RESULTS, LEAD, unit="[CFU]/g")), "fail"),
    ),
    "R307": cases(
        whole(),
        (stated(row(RESULTS, LEAD, laboratory="Peak Lab")), "fail"),
        (stated(row(RESULTS, LEAD, laboratory="SUMMIT Analytical laboratory")), "pass"),
    ),
    "R308": cases(
        whole(),
        (stated(row(RESULTS, LEAD, reviewer=None)), "fail"),
        (stated(row(RESULTS, LEAD, reviewer="ktb")), "fail"),
    ),
    "R309": cases(
        whole(),
        (stated(row(RESULTS, LEAD, sample_lot="MG2603-113")), "fail"),
        (stated(row(RESULTS, LEAD, sampled_on="2026-03-11", tested_on="2026-03-11")), "pass"),
        (stated(row(RESULTS, LEAD, sampled_on="2026-03-10")), "fail"),
    ),
    "R310": cases(
        whole(),
        (stated(row(RESULTS, LEAD, tested_on="2028-07-01")), "fail"),
        (stated(row(RESULTS, LEAD, tested_on="2028-06-30")), "pass"),
    ),
    "R311": cases(
        whole(),
        (stated(gone("batch_record.readings", {"control_point": "Filled capsule weight"})), "fail"),
        (whole(**based(specification={"tests": (*specification_value().tests, IN_PROCESS)})), "fail"),
        (
            stated(
                more(RESULTS, number="20", stage="in-process", test="DISINT-IP", value="30", unit="min"),
                **based(specification={"tests": (*specification_value().tests, IN_PROCESS)}),
            ),
            "pass",
        ),
        (whole(**based(master_record={"control_points": ()})), "not_applicable"),
    ),
    "R312": cases(
        whole(),
        (whole(**_claim(amount=Decimal("127.5"))), "needs_event"),
        (whole(**_claim(amount=Decimal("127.4"))), "pass"),
        (whole(**_claim(amount=Decimal("159.25"), nutrient_class="II")), "pass"),  # 80 % of it are 127.4
        (whole(**_claim(amount=Decimal("159.26"), nutrient_class="II")), "needs_event"),
        (whole(**_claim(unit="mg/{tablet}")), "fail"),
        (whole(**_claim(test="")), "fail"),
        (whole(**_claim(amount=None)), "fail"),
        (stated(gone(RESULTS, ASSAY)), "fail"),
        (stated(row(RESULTS, ASSAY, value="complies")), "fail"),
        (stated(row(RESULTS, ASSAY, value="110")), "not_applicable"),  # R305 asks for the event already
        (stated(NOT_DRAWN), "not_applicable"),
        (whole(**without("label")), "fail"),
    ),
    "R313": cases(
        whole(),
        (whole(**based(label={"shelf_life_supported_months": 23})), "fail"),
        (whole(**based(label={"shelf_life_supported_months": 24})), "pass"),
        (whole(**based(label={"shelf_life_basis": ""})), "fail"),
        (whole(**based(product={"shelf_life_months": 25})), "fail"),
    ),
    "R314": cases(
        whole(),
        (whole(**based(product={"risk_tier": "high"})), "fail"),
        (whole(**based(product={"risk_tier": "low"})), "pass"),
        (stated(*(gone(RESULTS, {"test": code}) for code in ("TAMC", "TYMC", "ECOLI"))), "pass"),
        (stated(*(gone(RESULTS, {"test": code}) for code in ("TAMC", "TYMC", "ECOLI", "SALM"))), "fail"),
        (whole(**without("specification")), "fail"),
        (stated(NOT_DRAWN), "not_applicable"),
    ),
    "R315": cases(
        stated(row(RESULTS, LEAD, value="0.4"), more(RESULTS, **RETEST)),
        (stated(row(RESULTS, LEAD, value="0.62"), more(RESULTS, **RETEST)), "needs_event"),
        (stated(row(RESULTS, LEAD, value="0.5"), more(RESULTS, **RETEST)), "pass"),
        (stated(row(RESULTS, LEAD, value="0.5001"), more(RESULTS, **RETEST)), "needs_event"),
    ),
    "R316": cases(
        stated(more(RESULTS, **RETEST)),
        (stated(more(RESULTS, **(RETEST | {"analyst": "KTB"}))), "fail"),
        (stated(more(RESULTS, **RETEST), more(RESULTS, **(RETEST | {"number": "14"}))), "fail"),
        (
            stated(
                *(more(RESULTS, **(RETEST | {"number": n, "retests_declared": 2})) for n in ("13", "14")),
            ),
            "pass",
        ),
    ),
    "R317": cases(
        stated(row(RESULTS, LEAD, is_average=True, replicates="0.07; 0.09")),
        (stated(row(RESULTS, LEAD, is_average=True, replicates="0.02; 0.6")), "needs_event"),
        (stated(row(RESULTS, LEAD, is_average=True, replicates="0.02; 0.5")), "pass"),
        (stated(row(RESULTS, LEAD, is_average=True, replicates="0.02; 0.50001")), "needs_event"),
        (stated(row(RESULTS, LEAD, is_average=True)), "fail"),
        (stated(row(RESULTS, LEAD, is_average=True, replicates="0.08")), "fail"),
        (stated(row(RESULTS, LEAD, is_average=True, replicates="0,02; 0.6")), "fail"),
        (stated(row(RESULTS, LEAD, is_average=True, replicates="complies; 0.6")), "fail"),
        (stated(row(RESULTS, LEAD, is_average=True, replicates="<0.02; ND")), "pass"),
        (stated(row(RESULTS, {"test": "LEAD"}, test="OTHER", limit=None, is_average=True, replicates="1; 2")), "pass"),
        (whole(), "not_applicable"),
    ),
    "R318": cases(
        whole(limits=_locked("126", "128")),
        (whole(limits=_locked("126", "127.399")), "needs_event"),
        (whole(limits=_locked("127.401", "130")), "needs_event"),
        (whole(limits=_locked("127.4", "127.4")), "pass"),
        (whole(), "not_applicable"),
        (stated(row(RESULTS, ASSAY, value="complies"), limits=_locked("120", "121")), "pass"),
        (stated(row(RESULTS, ASSAY, unit="g/{capsule}", value="0.1274"), limits=_locked("126", "128")), "pass"),
        (stated(row(RESULTS, ASSAY, unit="g/{capsule}", value="0.1274"), limits=_locked("120", "121")), "needs_event"),
        (whole(limits=_locked("0.126", "0.128", "g/{capsule}")), "pass"),
    ),
    "R319": cases(
        whole(),
        (stated(gone(SAMPLES, RESERVE)), "fail"),
        (stated(row(SAMPLES, RESERVE, lot="MG2603-114")), "pass"),
        (stated(row(SAMPLES, RESERVE, lot="MG2603-113")), "fail"),
    ),
    "R320": cases(
        whole(),
        (stated(row(SAMPLES, RESERVE, quantity="4")), "fail"),  # 480 capsules; the tests took 300
        (stated(row(SAMPLES, RESERVE, quantity="5")), "pass"),  # 600: twice as much, exactly
        (stated(row(SAMPLES, RESERVE, quantity="599", unit="{capsule}")), "fail"),
        (stated(row(SAMPLES, RESERVE, quantity="600", unit="{capsule}")), "pass"),
        (stated(row(SAMPLES, RESERVE, unit="kg")), "fail"),
        (stated(row(SAMPLES, RESERVE, quantity=None)), "fail"),
        (stated(gone(SAMPLES, {"kind": "finished"})), "fail"),
        (stated(record("packaging.units", bulk_unit=None, unit_content=None)), "fail"),
        (stated(gone(SAMPLES, RESERVE)), "not_applicable"),
    ),
    "R321": cases(
        whole(),
        (stated(row(SAMPLES, RESERVE, retain_until="2029-03-30")), "fail"),
        (stated(row(SAMPLES, RESERVE, retain_until="2029-03-31")), "pass"),
    ),
}  # fmt: skip

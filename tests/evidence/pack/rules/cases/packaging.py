"""R401–R422: packaging and label controls."""

from evidence.pack.rules import EarlierLots, LabelRun
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
from tests.factories.baseline import label_value

LABEL, UNITS, ROLLS, CLEARANCES = "packaging.label", "packaging.units", "packaging.rolls", "packaging.clearances"
CODING, REPACKS, FACTS = "packaging.coding", "packaging.repacks", "packaging.facts"
EXAMINED, DECISIONS = "packaging.examinations", "batch_record.decisions"
FIRST, OPENING, CLOSING = {"number": "L-26-0031-01"}, {"kind": "opening"}, {"kind": "closing"}
MIDDLE, PACKED, RICE = {"position": "middle"}, {"kind": "packaged lot"}, {"component": "RICE-FL"}
BOTTLE = {"component": "BTL-250"}
MAGNESIUM, SEAL = {"name": "Magnesium"}, {"attribute": "seal"}
REPACK = {
    "number": "RP-1", "kind": "relabel", "lot": "MG2603-114-R1", "reason": "smeared code", "approved_by": "CHW",
    "approved_at": "2026-03-18 08:00", "started_at": "2026-03-18 09:00", "decision": "released", "decided_by": "CHW",
    "decided_at": "2026-03-18 15:00",
}  # fmt: skip
OWN_LOT = more("batch_record.lots", number="MG2603-114-R1", kind="packaged lot", parent="MG2603-114")
EVEN = (row(ROLLS, FIRST, issued=2600), row(ROLLS, {"number": "L-26-0031-02"}, issued=2498))
ARTWORK = label_value().artwork_sha256


def _runs(number: int, *, variance: int = 0, counts: tuple[int, ...] = ()) -> EarlierLots:
    return EarlierLots(label_runs=tuple(LabelRun(variance, counts) for _ in range(number)))


CASES = {
    "R401": cases(
        whole(),
        (stated(record(LABEL, version="4")), "fail"),
        (stated(row(ROLLS, FIRST, label_version="4")), "fail"),
        (stated(record(LABEL, document=None)), "pass"),
    ),
    "R402": cases(
        whole(),
        (stated(record(LABEL, examined_by=None)), "fail"),
        (stated(record(LABEL, examined_at="2026-03-16 08:20")), "pass"),
        (stated(record(LABEL, examined_at="2026-03-16 08:21")), "fail"),
    ),
    "R403": cases(
        whole(),
        (stated(row(CLEARANCES, OPENING, second_person="JLO")), "fail"),
        (stated(row(CLEARANCES, OPENING, completed_at="2026-03-16 08:19")), "pass"),
        (stated(row(CLEARANCES, OPENING, completed_at="2026-03-16 08:20")), "fail"),
    ),
    "R404": cases(
        whole(),
        (stated(row(CLEARANCES, OPENING, previous_label="LBL-MG120")), "fail"),
        (stated(row(CLEARANCES, OPENING, previous_label="LBL-MG120A")), "pass"),
    ),
    "R405": cases(
        whole(),
        (stated(row(CLEARANCES, OPENING, completed_at="2026-03-16 07:19")), "fail"),
        (stated(row(CLEARANCES, OPENING, completed_at="2026-03-16 07:20")), "pass"),
    ),
    "R406": cases(
        whole(),
        (stated(gone(CLEARANCES, CLOSING)), "fail"),
        (stated(row(CLEARANCES, CLOSING, second_person="jlo")), "fail"),
    ),
    "R407": cases(
        whole(),
        (stated(row(ROLLS, FIRST, issued=2611)), "needs_event"),
        (stated(row(ROLLS, FIRST, issued=2610)), "pass"),
        (stated(row(ROLLS, FIRST, issued=2590)), "pass"),
        (stated(row(ROLLS, FIRST, destroyed=None)), "fail"),
    ),
    "R408": cases(
        whole(),
        (stated(record(UNITS, good=4953)), "needs_event"),
        (stated(record(UNITS, good=4952)), "pass"),
        (stated(record(UNITS, good=4932)), "pass"),
    ),
    "R409": cases(
        whole(),
        (stated(row(ROLLS, FIRST, witness="JLO")), "fail"),
        (stated(row(ROLLS, FIRST, witness=None, destroyed=0)), "pass"),
        (stated(row(ROLLS, FIRST, witness=None, destroyed=1)), "fail"),
    ),
    "R410": cases(
        stated(row(ROLLS, FIRST, has_electronic_examination=True, challenge_document="SP-007 statistical basis.pdf")),
        (stated(row(ROLLS, FIRST, has_electronic_examination=True)), "fail"),
        (whole(), "not_applicable"),
    ),
    "R411": cases(
        whole(earlier=_runs(9, variance=1, counts=(2591, 2393))),
        (stated(*EVEN, earlier=_runs(5)), "fail"),  # six in a row
        (stated(*EVEN, earlier=_runs(4)), "pass"),  # five in a row are agreed
        (whole(earlier=_runs(9, variance=1, counts=(2590, 2391))), "fail"),  # 11 of 20 end in 0
        (stated(row(ROLLS, FIRST, applied=2591), earlier=_runs(9, variance=1, counts=(2590, 2391))), "pass"),
        (stated(row(ROLLS, FIRST, applied=None)), "not_applicable"),
        (stated(gone(ROLLS)), "not_applicable"),
    ),
    "R412": cases(
        whole(),
        (stated(row(FACTS, MAGNESIUM, amount="121")), "fail"),
        (stated(row(FACTS, MAGNESIUM, amount="0.12", unit="g/{capsule}")), "pass"),
        (stated(row(FACTS, MAGNESIUM, amount=None)), "fail"),
        (stated(row(FACTS, MAGNESIUM, name="magnesium")), "pass"),
        (stated(gone(FACTS, {"name": "Rice flour"})), "fail"),
        (stated(more(FACTS, name="Zinc")), "fail"),
        (stated(gone(FACTS)), "fail"),
        (whole(**based(label={"facts": ()})), "fail"),
        (whole(**without("label")), "fail"),
    ),
    "R413": cases(
        whole(),
        (stated(row("materials.component_lots", RICE, allergens="soy")), "fail"),
        (stated(row("materials.component_lots", RICE, allergens="soy"), record(LABEL, allergens="Milk, Soy")), "pass"),
        (stated(row("materials.component_lots", RICE, allergens=None)), "fail"),
        (stated(row("materials.component_lots", BOTTLE, allergens=None, material="packaging")), "pass"),
        (stated(record(LABEL, allergens=None)), "fail"),
        (stated(gone("materials.component_lots")), "not_applicable"),
    ),
    "R414": cases(
        stated(record(LABEL, image_sha256=ARTWORK)),
        (stated(record(LABEL, image_sha256="0" * 64)), "fail"),
        (stated(record(LABEL, image_sha256=ARTWORK[:-1] + "0")), "fail"),
    ),
    "R415": cases(
        whole(),
        (stated(row(CODING, MIDDLE, lot_printed="MG2603-113")), "fail"),
        (stated(row(CODING, MIDDLE, lot_printed="MG2603-114-P1")), "pass"),
        (stated(gone(CODING, MIDDLE)), "fail"),
    ),
    "R416": cases(
        whole(),
        (stated(record("header", expires_on="2028-03-30")), "fail"),
        (stated(record("header", expires_on="2028-04-01")), "fail"),
        (whole(**based(product={"shelf_life_months": 23})), "fail"),
    ),
    "R417": cases(
        whole(),
        (stated(record(LABEL, gtin="00850041237818")), "fail"),
        (stated(record(LABEL, gtin="850041237817")), "pass"),
    ),
    "R418": cases(
        whole(),
        (stated(row(CODING, MIDDLE, count="119")), "fail"),
        (stated(row(CODING, MIDDLE, count="120.0")), "pass"),
    ),
    "R419": cases(
        whole(),
        (stated(row(EXAMINED, SEAL, defects=2)), "needs_event"),
        (stated(row(EXAMINED, SEAL, defects=1)), "pass"),
        (stated(row(EXAMINED, SEAL, sample_size=20)), "pass"),
        (stated(row(EXAMINED, SEAL, sample_size=19)), "fail"),
        (stated(row(EXAMINED, SEAL, examined_by=None)), "fail"),
        (stated(gone(EXAMINED)), "fail"),
        (whole(**based(sampling_plan={"packaged_units": 0})), "fail"),
        (whole(**without("sampling_plan")), "fail"),
    ),
    "R420": cases(
        whole(),
        (stated(row(DECISIONS, PACKED, decided_by="JLO")), "fail"),
        (stated(row(DECISIONS, PACKED, decided_at="2026-03-16 15:10")), "pass"),
        (stated(row(DECISIONS, PACKED, decided_at="2026-03-16 15:09")), "fail"),
        (stated(row(DECISIONS, PACKED, is_signed=None)), "fail"),
        (stated(gone(DECISIONS, PACKED)), "fail"),
    ),
    "R421": cases(
        stated(OWN_LOT, more(REPACKS, **REPACK)),
        (stated(OWN_LOT, more(REPACKS, **(REPACK | {"approved_by": None}))), "fail"),
        (stated(OWN_LOT, more(REPACKS, **(REPACK | {"approved_at": "2026-03-18 09:00"}))), "pass"),
        (stated(OWN_LOT, more(REPACKS, **(REPACK | {"approved_at": "2026-03-18 09:01"}))), "fail"),
    ),
    "R422": cases(
        whole(),
        (stated(record(UNITS, bulk_in="600604")), "needs_event"),
        (stated(record(UNITS, bulk_in="600603")), "pass"),
        (stated(record(UNITS, bulk_in=None)), "fail"),
    ),
}  # fmt: skip

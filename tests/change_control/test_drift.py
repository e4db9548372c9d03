"""Drift of a pack from its baseline: none in a good pack, and every planted difference found with both values."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from agreements.states import ChangeTrigger
from change_control.drift import CITATIONS, TITLES, TRIGGERS, Drift, HeldSupplier, Kind, covers, drifts
from evidence.pack.format import Pack
from evidence.pack.known import prefilled
from masters.baseline import BaselineValues
from masters.standing import NOTHING_RECORDED, MethodValue, SupplierValue
from tests.change_control.planted_drifts import PLANTED, Change
from tests.evidence.pack.rules.contexts import approved
from tests.factories.baseline import label_value, master_record_value
from tests.factories.known_lots import known_lot
from tests.factories.packs import added, complete_pack, with_fields, with_row, without_rows
from tests.factories.standing import STANDING

GOOD = complete_pack()
BASELINE = approved()
ZONE = GOOD.header.zone


@pytest.mark.parametrize(("change", "found"), [(change, found) for _, change, found in PLANTED],
                         ids=[name for name, _, _ in PLANTED])  # fmt: skip
def test_a_planted_difference_is_found(change: Change, found: Drift) -> None:
    assert drifts(BASELINE, change(GOOD)) == [found]


def test_fifty_and_more_are_planted_of_every_kind() -> None:
    assert len(PLANTED) >= 50
    assert {found.kind for _, _, found in PLANTED} == set(Kind)


def test_a_good_pack_does_not_drift() -> None:
    assert drifts(BASELINE, GOOD) == []


def test_all_of_them_at_once() -> None:
    """What is planted in different places is found beside each other."""
    chosen = [entry for entry in PLANTED if entry[0] in ("another blender", "another supplier", "an earlier label")]
    pack = GOOD
    for _, change, _ in chosen:
        pack = change(pack)
    assert set(drifts(BASELINE, pack)) == {found for _, _, found in chosen}


def test_what_is_missing_is_a_gap_and_no_difference() -> None:
    assert drifts(BASELINE, prefilled(known_lot())) == []
    empty = Pack(header=GOOD.header)
    assert drifts(BASELINE, empty) == []
    nothing = BaselineValues(BASELINE.product, None, None, None, None, ())
    assert drifts(nothing, GOOD) == []


def test_what_nobody_recorded_cannot_be_compared() -> None:
    bare = replace(BASELINE, standing=NOTHING_RECORDED, laboratories=())
    pack = with_row(GOOD, "materials.component_lots", {"component": "MGBG-20"}, supplier="Jost Chemical Co.")
    pack = with_row(pack, "laboratory.results", {"test": "LEAD"}, laboratory="Beehive Testing LLC")
    assert drifts(bare, pack) == []


def _approved_again(**changed: Any) -> BaselineValues:
    first, *others = STANDING.suppliers
    return replace(BASELINE, standing=replace(STANDING, suppliers=(replace(first, **changed), *others)))


def test_the_last_day_of_an_approval_is_one_of_it() -> None:
    used_on = date(2026, 3, 10)
    assert drifts(_approved_again(approved_until=used_on), GOOD) == []
    late = drifts(_approved_again(approved_from=None, approved_until=used_on - timedelta(days=1)), GOOD)
    assert [(found.approved, found.found) for found in late] == [
        ("Balchem Corp., approved until 2026-03-09", "Balchem Corp., used on 2026-03-10")
    ]
    early = drifts(_approved_again(approved_from=date(2026, 3, 11), approved_until=None), GOOD)
    assert [found.approved for found in early] == ["Balchem Corp., approved from 2026-03-11"]


def test_a_supplier_without_a_site_is_approved_everywhere() -> None:
    moved = with_row(GOOD, "materials.component_lots", {"component": "MGBG-20"}, manufacturer_site="Verona, Missouri")
    assert drifts(_approved_again(site=""), moved) == []
    second = SupplierValue("MGBG-20", "Balchem Corp.", "Verona, Missouri")
    both = replace(STANDING, suppliers=(*STANDING.suppliers, second))
    assert drifts(replace(BASELINE, standing=both), moved) == []


def test_a_component_lot_that_was_not_used_tells_nothing() -> None:
    spare = added(GOOD, "materials.component_lots", number="C-26-0999", component="MGBG-20", supplier="Jost Chemical")
    assert drifts(BASELINE, spare) == []


def _shared(first: str, second: str) -> Pack:
    pack = with_row(GOOD, "materials.consumption", {"component": "MGBG-20"}, target=first, tolerance="0.180")
    return added(pack, "materials.consumption", step="10", component="MGBG-20", component_lot="C-26-0412",
                 target=second, tolerance="0.180", unit="kg")  # fmt: skip


def test_two_lots_may_share_a_target_or_repeat_it() -> None:
    assert drifts(BASELINE, _shared("200", "160")) == []
    assert drifts(BASELINE, _shared("360", "360")) == []
    found = drifts(BASELINE, _shared("200", "150"))
    assert [(entry.where, entry.found) for entry in found] == [("target of MGBG-20", "200 kg, 150 kg")]
    strange = with_row(GOOD, "materials.consumption", {"component": "BTL-250"}, unit="kg")
    assert [entry.where for entry in drifts(BASELINE, strange)] == ["target of BTL-250", "tolerance of BTL-250"]


def test_a_component_of_two_steps_has_a_target_in_each() -> None:
    record = master_record_value()
    again = replace(record.components[1], step="40", target=Decimal(2))
    two = replace(BASELINE, master_record=replace(record, components=(*record.components, again)))
    pack = added(GOOD, "materials.consumption", step="40", component="RICE-FL", component_lot="C-26-0398", target="2",
                 tolerance="0.108", unit="kg")  # fmt: skip
    assert drifts(two, pack) == []


def test_the_label_approved_meanwhile_is_approved() -> None:
    newer = replace(label_value(version=6), labels_per_unit=2)
    pack = with_fields(GOOD, "packaging.label", version="6")
    pack = with_row(pack, "packaging.rolls", {}, label_version="6")
    pack = with_fields(pack, "packaging.units", labels_per_unit=2)
    assert [found.where for found in drifts(BASELINE, pack)][:1] == ["label"]
    assert drifts(BASELINE, pack, label_of_packing=newer) == []
    assert drifts(replace(BASELINE, label=None), pack, label_of_packing=newer) == []
    assert drifts(BASELINE, GOOD, label_of_packing=newer) == []


def test_a_reading_a_test_or_a_phase_more_changes_nothing() -> None:
    pack = added(GOOD, "batch_record.readings", control_point="Room temperature", highest="25", unit="Cel")
    pack = added(pack, "batch_record.readings", control_point="Filled capsule weight", value="820", unit="mg")
    pack = added(pack, "batch_record.yields", phase="Sieving", theoretical="1", unit="kg")
    pack = added(pack, "laboratory.results", number="90", test="ASH", method="USP-281", laboratory="Elsewhere")
    assert drifts(BASELINE, pack) == []


def test_limits_are_compared_by_their_meaning() -> None:
    def with_limit(limit: str, **fields: object) -> list[Drift]:
        return drifts(BASELINE, with_row(GOOD, "laboratory.results", {"test": "LEAD"}, limit=limit, **fields))

    assert with_limit("NMT 0.50") == []
    assert with_limit("NMT 500 ng/g") == []
    assert [found.found for found in with_limit("NMT 0.5 mg")] == ["≤0.5 mg"]
    assert [found.found for found in with_limit("<0.5 ppm")] == ["<0.5 ppm"]
    assert [found.found for found in with_limit("complies")] == ["complies"]


def test_the_packaged_product_meets_the_finished_ones_specification() -> None:
    packaged = with_row(GOOD, "laboratory.results", {"test": "LEAD"}, stage="packaged", method="USP-2021")
    assert [found.where for found in drifts(BASELINE, packaged)] == ["Lead, ICP-MS"]


def test_a_method_that_no_laboratory_may_run() -> None:
    none = replace(BASELINE, laboratories=tuple(replace(lab, methods=()) for lab in BASELINE.laboratories))
    assert drifts(none, GOOD)[0].approved == "no laboratory for QC-101"
    unlisted = with_row(GOOD, "laboratory.results", {"test": "LEAD"}, laboratory="Elsewhere")
    assert drifts(none, unlisted)[4].approved == "Summit Analytical Laboratory, Keystone QC Laboratory"


def test_identity_methods_are_those_of_the_material() -> None:
    methods = (MethodValue("QC-031", "FTIR identity", ("ZN-PIC",)),)
    found = drifts(replace(BASELINE, standing=replace(STANDING, methods=methods)), GOOD)
    assert [(entry.where, entry.approved, entry.found) for entry in found] == [
        ("identity of MGBG-20", "no method", "QC-031")
    ]


def test_a_plan_without_its_version_is_compared_by_its_number() -> None:
    assert drifts(BASELINE, with_fields(GOOD, "laboratory.sampling", plan_version=None)) == []


def test_steps_without_a_time_have_no_order() -> None:
    assert drifts(BASELINE, with_row(GOOD, "batch_record.steps", {"number": "40"}, started_at=None)) == []
    assert drifts(BASELINE, without_rows(GOOD, "batch_record.steps")) == []


def test_each_kind_has_its_words_its_change_and_its_paragraph() -> None:
    assert set(TITLES) == set(TRIGGERS) == set(CITATIONS) == set(Kind)
    assert {trigger for triggers in TRIGGERS.values() for trigger in triggers} <= set(ChangeTrigger.values)
    found = Drift(Kind.SITE, "MGBG-20", "Layton", "Verona")
    assert (found.title, found.triggers) == ("Manufacturer's site", ("supplier",))
    assert found.citation == "21 CFR 111.75(a)(2)(ii)"


@pytest.mark.parametrize(
    ("where", "found", "kind", "is_covered"),
    [
        ("MGBG-20, lot C-1", "Jost Chemical Co.", Kind.SUPPLIER, True),
        ("MGBG-20, lot C-1", "JOST CHEMICAL", Kind.SUPPLIER, True),
        ("MGBG-20, lot C-1", "Jost Chemical Co., used on 2026-03-11", Kind.SUPPLIER, True),
        ("MGBG-20, lot C-1", "Jost Minerals", Kind.SUPPLIER, False),
        ("MGBG-20, lot C-1", "Jos", Kind.SUPPLIER, False),
        ("SIO2, lot C-1", "Jost Chemical Co.", Kind.SUPPLIER, False),
        ("MGST, lot C-1", "Jost Chemical Co.", Kind.SUPPLIER, False),
        ("MGBG-20, lot C-1", "Jost Chemical Co., Saint Louis", Kind.SITE, True),
        ("MGBG-20, lot C-1", "Jost Chemical Co., Verona", Kind.SITE, False),
        ("step 30", "BL-07", Kind.EQUIPMENT, True),
    ],
)
def test_a_change_covers_what_it_names(where: str, found: str, kind: Kind, is_covered: bool) -> None:
    names = {"MGBG-20": "Magnesium bisglycinate", "MGST": "Magnesium stearate", "SIO2": "Silica"}
    said = "Second source for magnesium bisglycinate\nJost Chemical Co., Saint Louis, beside Balchem Corp."
    drift = Drift(kind, where, "Balchem Corp.", found)
    assert covers(drift, said, names) is is_covered
    assert covers(drift, said.replace("magnesium bisglycinate", "MGBG-20"), names) is is_covered


@pytest.mark.parametrize(
    ("since", "until", "is_known"),
    [
        (datetime(2026, 3, 10, 23, 59, tzinfo=ZONE), None, True),
        (datetime(2026, 3, 11, tzinfo=ZONE), None, False),
        (datetime(2026, 1, 1, tzinfo=ZONE), datetime(2026, 3, 11, tzinfo=ZONE), True),
        (datetime(2026, 1, 1, tzinfo=ZONE), datetime(2026, 3, 10, 23, 59, tzinfo=ZONE), False),
    ],
)
def test_a_supplier_counts_as_known_at_the_end_of_the_day_of_use(
    since: datetime, until: datetime | None, *, is_known: bool
) -> None:
    """Weighed on March 10 at the site; the approval held now, and the one asked about."""
    pack = with_row(GOOD, "materials.component_lots", {"component": "MGBG-20"}, supplier="Jost Chemical Co.")
    held = [
        HeldSupplier(SupplierValue("MGBG-20", "Balchem Corp."), datetime(2020, 1, 1, tzinfo=ZONE)),
        HeldSupplier(SupplierValue("MGBG-20", "Jost Chemical Co."), since, until),
    ]
    assert (drifts(BASELINE, pack, suppliers=held) == []) is is_known


def test_a_supplier_that_is_approved_no_more_was_approved_on_the_day() -> None:
    """Today's list lacks it; what was known on the day decides."""
    gone = [HeldSupplier(SupplierValue("MGBG-20", "Jost Chemical Co."), datetime(2020, 1, 1, tzinfo=ZONE),
                         datetime(2026, 6, 1, tzinfo=ZONE))]  # fmt: skip
    pack = with_row(GOOD, "materials.component_lots", {"component": "MGBG-20"}, supplier="Jost Chemical Co.")
    assert drifts(BASELINE, pack, suppliers=gone) == []

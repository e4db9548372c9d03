"""Silence never satisfies a rule: what a pack leaves out, or says beside the point, is a gap of its own."""

from dataclasses import replace

import pytest

from evidence.pack.format import Pack
from evidence.pack.rules import Context, evaluate
from tests.evidence.pack.rules.contexts import approved, context, outcome, problems
from tests.factories.packs import added, complete_pack, with_fields, with_row, without_rows

USED = "materials.consumption"
RECEIVED = "materials.component_lots"
RICE = {"component": "RICE-FL"}
MAGNESIUM = {"component": "MGBG-20"}


def _again(pack: Pack, table: str, where: dict[str, object], **fields: object) -> Pack:
    """The pack with a second row like the one that matches, but for `fields`."""
    category, name = table.split(".")
    rows = getattr(getattr(pack, category), name)
    row = next(row for row in rows if all(getattr(row, field) == value for field, value in where.items()))
    return added(pack, table, **{field: getattr(row, field) for field in type(row).model_fields} | fields)


def test_a_second_dose_under_another_step_is_added_to_the_first() -> None:
    doubled = _again(complete_pack(), USED, RICE, step="99")

    assert problems("R213", context(doubled)) == [
        ("needs_event", f"{USED}/2", "RICE-FL: 107.96 kg, outside 54 kg ± 0.108 kg."),
        ("needs_event", f"{USED}/10", "RICE-FL: 107.96 kg, outside 54 kg ± 0.108 kg."),
    ]


def test_a_component_that_two_steps_add_is_missing_when_one_of_them_is() -> None:
    record = approved().master_record
    assert record is not None
    silica = next(line for line in record.components if line.code == "SIO2")
    twice = approved(master_record=replace(record, components=(*record.components, replace(silica, step="50"))))
    second = _again(complete_pack(), USED, {"component": "SIO2"}, step="50")

    assert problems("R212", context(baseline=twice)) == [
        ("fail", f"{USED}/SIO2 in step 50", "SIO2 of MMR-0417 was not consumed in step 50.")
    ]
    assert outcome("R212", context(second, baseline=twice)) == "pass"
    assert outcome("R213", context(second, baseline=twice)) == "pass"


def test_a_weighing_without_a_time_proves_nothing_about_what_came_before_it() -> None:
    undated = _again(complete_pack(), USED, MAGNESIUM, actual="0", weighed_at=None)

    assert problems("R202", context(undated)) == [
        ("fail", f"{RECEIVED}/1", "Component lot C-26-0412 was used without the time of each weighing.")
    ]
    assert problems("R205", context(undated)) == [
        ("fail", "materials.identity_tests/C-26-0412", "When C-26-0412 was first weighed is missing.")
    ]


def test_a_component_without_any_date_may_be_expired_but_bottles_do_not_age() -> None:
    rice = with_row(complete_pack(), RECEIVED, RICE, expires_on=None, retest_on=None)
    bottle = with_row(complete_pack(), RECEIVED, {"component": "BTL-250"}, expires_on=None, retest_on=None)
    packaging = with_row(bottle, RECEIVED, {"component": "BTL-250"}, material="packaging")

    assert problems("R214", context(rice)) == [
        ("fail", f"{RECEIVED}/2", "Component lot C-26-0398 has neither an expiry nor a retest date.")
    ]
    assert outcome("R214", context(packaging)) == "pass"


def test_the_last_use_counts_for_the_expiry_date() -> None:
    later = _again(complete_pack(), USED, MAGNESIUM, actual="0", weighed_at="2026-03-11 08:00")
    expired = with_row(later, RECEIVED, MAGNESIUM, expires_on="2026-03-10")

    assert problems("R214", context(expired)) == [
        (
            "fail",
            f"{RECEIVED}/1",
            "Component lot C-26-0412 was weighed on 2026-03-11, after its expiry date of 2026-03-10.",
        )
    ]


@pytest.mark.parametrize("laboratory", ["Balchem Corp.", "BALCHEM", "Balchem Corporation"])
def test_the_supplier_is_known_under_each_form_of_its_name(laboratory: str) -> None:
    pack = with_row(complete_pack(), "materials.identity_tests", {}, laboratory=laboratory)

    assert problems("R205", context(pack)) == [
        (
            "fail",
            "materials.identity_tests/C-26-0412",
            f"The identity test of C-26-0412 was made by the supplier, {laboratory}.",
        )
    ]


def test_a_lot_that_was_used_is_traced() -> None:
    table = "materials.genealogy"
    untraced = without_rows(complete_pack(), table, {"parent": "C-26-0398"})
    unlinked = without_rows(complete_pack(), table, {"parent": "MG2603-114"})

    assert problems("R217", context(untraced)) == [
        ("fail", f"{table}/C-26-0398", "Component lot C-26-0398 was used, but the genealogy does not lead to it.")
    ]
    assert problems("R217", context(unlinked)) == [
        (
            "fail",
            f"{table}/MG2603-114-P1",
            "The genealogy does not lead from lot MG2603-114-P1 to lot MG2603-114, which it was made from.",
        )
    ]


def test_a_gtin_of_zeros_is_not_that_of_a_product_without_one() -> None:
    coded = with_row(complete_pack(), "packaging.coding", {}, gtin="00000000")
    zeros = with_fields(coded, "packaging.label", gtin="00000000")
    values = approved()
    assert values.label is not None
    none = replace(values, label=replace(values.label, gtin=""), product=replace(values.product, gtin=""))

    assert problems("R417", context(zeros, baseline=none))[0] == (
        "fail",
        "packaging.label",
        "The label carries GTIN 00000000; the product's is not approved.",
    )


def test_the_pack_and_the_lot_have_one_day_of_manufacture() -> None:
    assert problems("R416", context(complete_pack(made_on="2026-03-09"))) == [
        (
            "fail",
            "header/made_on",
            "The pack says that the lot was made on 2026-03-09; its day of manufacture is 2026-03-11.",
        )
    ]


def test_labels_examined_electronically_need_not_be_counted() -> None:
    examined = with_row(complete_pack(), "packaging.rolls", {}, has_electronic_examination=True, applied=None)
    partly = with_row(examined, "packaging.rolls", {"number": "L-26-0031-02"}, has_electronic_examination=False)

    assert outcome("R408", context(examined)) == "not_applicable"
    assert outcome("R408", context(partly)) == "fail"


def test_a_test_without_its_date_may_lie_outside_the_accreditation() -> None:
    undated = with_row(complete_pack(), "laboratory.results", {"test": "LEAD"}, tested_on=None)

    assert problems("R310", context(undated)) == [
        (
            "fail",
            "laboratory.results/5",
            "When Summit Analytical Laboratory tested is missing; its accreditation ends on 2028-06-30.",
        )
    ]


def test_a_reading_without_a_value_is_no_reading() -> None:
    table = "batch_record.readings"
    again = _again(complete_pack(), table, {"control_point": "Filled capsule weight"}, value=None)

    assert problems("R112", context(again)) == [
        ("fail", f"{table}/4", "Filled capsule weight was read without a value.")
    ]


def _blocked(given: Context) -> set[str]:
    return {v.rule for v in evaluate(given, "pack") if v.severity in "XB" and v.outcome in ("fail", "needs_event")}


@pytest.mark.parametrize(
    ("table", "blocking"),
    [
        ("batch_record.lots", {"R104"}), ("batch_record.steps", {"R116", "R117", "R118"}),
        ("batch_record.yields", {"R109"}), ("batch_record.equipment", {"R107"}), ("batch_record.readings", {"R111"}),
        ("materials.component_lots", {"R201", "R202", "R203", "R215", "R217"}),
        ("materials.consumption", {"R212", "R213"}), ("materials.identity_tests", {"R205"}),
        ("materials.genealogy", {"R217"}), ("laboratory.selected_tests", {"R302", "R304"}),
        ("laboratory.samples", {"R319"}), ("laboratory.results", {"R302", "R305", "R306", "R307"}),
        ("packaging.clearances", {"R402", "R403", "R406"}), ("packaging.rolls", {"R407", "R408"}),
        ("packaging.coding", {"R415", "R418"}),
    ],
)  # fmt: skip
def test_a_table_without_rows_blocks(table: str, blocking: set[str]) -> None:
    assert blocking - _blocked(context(without_rows(complete_pack(), table))) == set()


def test_a_lot_that_the_draw_left_out_needs_no_results() -> None:
    undrawn = with_fields(complete_pack(), "laboratory.sampling", is_drawn=False, untested_lots=0)
    pack = without_rows(undrawn, "laboratory.results")

    for rule in ("R302", "R305", "R306", "R307", "R308", "R309"):
        assert outcome(rule, context(pack)) == "not_applicable"

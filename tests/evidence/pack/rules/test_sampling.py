from dataclasses import replace

import pytest

from tests.evidence.pack.rules.contexts import approved, context, outcome, problems
from tests.factories.baseline import sampling_plan_value
from tests.factories.packs import complete_pack, with_fields, with_row, without_rows

PLAN = "laboratory.sampling"
SELECTED = "laboratory.selected_tests"
LEAD = {"test": "LEAD"}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"plan_version": "1"}, "The lot was sampled under SP-007 version 1; SP-007 version 2 was in force."),
        ({"plan_number": None}, "The lot was sampled under no named plan; SP-007 version 2 was in force."),
        (
            {"approved_by": None, "approved_on": None},
            "The sampling plan lacks who approved it and when it was approved.",
        ),
        ({"plan_effective_on": "2026-03-12"}, "SP-007 version 2 came into force on 2026-03-12, after 2026-03-11."),
    ],
)  # fmt: skip
def test_r301_fails(fields: dict[str, object], sentence: str) -> None:
    assert problems("R301", context(with_fields(complete_pack(), PLAN, **fields))) == [("fail", PLAN, sentence)]


def test_r301_passes_on_the_first_day_in_force() -> None:
    assert outcome("R301", context(with_fields(complete_pack(), PLAN, plan_effective_on="2026-03-11"))) == "pass"
    assert outcome("R301", context(baseline=approved(sampling_plan=None))) == "fail"


def test_r302_every_selected_test_has_a_result() -> None:
    missing = without_rows(complete_pack(), "laboratory.results", LEAD)
    empty = with_row(complete_pack(), "laboratory.results", LEAD, value=None)
    wanted = [("fail", f"{SELECTED}/LEAD", "Test LEAD was selected by the draw but has no result.")]

    assert outcome("R302", context()) == "pass"
    assert problems("R302", context(missing)) == wanted
    assert problems("R302", context(empty)) == wanted


def test_r302_a_result_of_a_component_does_not_stand_for_the_product() -> None:
    pack = with_row(complete_pack(), "laboratory.results", LEAD, stage="component")

    assert [found[1] for found in problems("R302", context(pack))] == [f"{SELECTED}/LEAD"]


@pytest.mark.parametrize(("is_drawn", "expected"), [(True, "pass"), (False, "not_applicable"), (None, "fail")])
def test_r302_depends_on_the_draw(is_drawn: bool | None, expected: str) -> None:
    assert outcome("R302", context(with_fields(complete_pack(), PLAN, is_drawn=is_drawn))) == expected


def test_r302_a_drawn_lot_has_selected_tests() -> None:
    assert problems("R302", context(without_rows(complete_pack(), SELECTED))) == [
        ("fail", SELECTED, "The lot was drawn, but no test is marked as selected.")
    ]


@pytest.mark.parametrize(
    ("before", "most", "expected"), [(0, 1, "pass"), (0, 0, "fail"), (2, 3, "pass"), (3, 3, "fail"), (None, 9, "fail")]
)
def test_r303_this_lot_counts_too(before: int | None, most: int, expected: str) -> None:
    plan = replace(sampling_plan_value(), untested_maximum=most)
    pack = with_fields(complete_pack(), PLAN, is_drawn=False, untested_lots=before)

    assert outcome("R303", context(pack, baseline=approved(sampling_plan=plan))) == expected


def test_r303_does_not_ask_a_lot_that_was_drawn() -> None:
    assert outcome("R303", context()) == "not_applicable"


def test_r304_a_test_left_out_needs_its_basis() -> None:
    out = with_row(complete_pack(), SELECTED, LEAD, is_selected=False)
    based = with_row(complete_pack(), SELECTED, LEAD, is_selected=False, basis="SP-007 section 4")
    absent = without_rows(complete_pack(), SELECTED, LEAD)

    assert outcome("R304", context()) == "pass"
    assert outcome("R304", context(based)) == "pass"
    assert problems("R304", context(out)) == [
        ("fail", f"{SELECTED}/LEAD", "Test LEAD of the sampling plan was left out without a documented basis.")
    ]
    assert problems("R304", context(absent)) == [
        ("fail", f"{SELECTED}/LEAD", "Test LEAD of the sampling plan is not in the draw.")
    ]

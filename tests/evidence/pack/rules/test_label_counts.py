from dataclasses import replace
from decimal import Decimal

import pytest

from tests.evidence.pack.rules.contexts import answers, approved, context, outcome, problems, verdicts
from tests.factories.baseline import label_value
from tests.factories.packs import added, complete_pack, with_fields, with_row, without_rows

ROLLS = "packaging.rolls"
UNITS = "packaging.units"
FIRST = {"number": "L-26-0031-01"}


@pytest.mark.parametrize(
    ("issued", "expected"),
    [(2600, "pass"), (2610, "pass"), (2611, "needs_event"), (2590, "pass"), (2589, "needs_event"), (None, "fail")],
)
def test_r407_tolerance_in_labels_is_inclusive(issued: int | None, expected: str) -> None:
    pack = with_row(complete_pack(), ROLLS, FIRST, issued=issued)

    assert verdicts("R407", context(pack))[f"{ROLLS}/1"].outcome == expected


@pytest.mark.parametrize(("issued", "expected"), [(1000, "pass"), (1001, "needs_event")])
def test_r407_tolerance_in_percent_is_inclusive(issued: int, expected: str) -> None:
    """5 of 1000 is 0.5 % exactly; 6 of 1001 is more, though within the tolerance in labels."""
    counts = {"applied": 985, "returned": 0, "destroyed": 4, "samples": 3, "retained": 3}
    pack = with_row(complete_pack(), ROLLS, FIRST, issued=issued, **counts)

    assert verdicts("R407", context(pack))[f"{ROLLS}/1"].outcome == expected


def test_r407_says_the_figures() -> None:
    pack = with_row(complete_pack(), ROLLS, FIRST, issued=2640)

    assert problems("R407", context(pack)) == [
        (
            "needs_event",
            f"{ROLLS}/1",
            (
                "Roll L-26-0031-01: 2640 labels issued, 2600 accounted for, difference 40; "
                "10 labels and 0.5 % are allowed."
            ),
        )
    ]


def test_r407_a_count_that_is_missing_is_no_zero() -> None:
    pack = with_row(complete_pack(), ROLLS, FIRST, destroyed=None)

    assert problems("R407", context(pack)) == [
        ("fail", f"{ROLLS}/1", "Roll L-26-0031-01 lacks the count of labels destroyed.")
    ]
    assert outcome("R407", context(without_rows(complete_pack(), ROLLS))) == "fail"


def test_r407_and_r410_the_branch_of_the_electronic_examination() -> None:
    examined = with_row(complete_pack(), ROLLS, FIRST, has_electronic_examination=True, issued=9999)
    proven = with_row(examined, ROLLS, FIRST, challenge_document="SP-007 statistical basis.pdf")

    assert verdicts("R407", context(examined))[f"{ROLLS}/1"].outcome == "not_applicable"
    assert outcome("R410", context()) == "not_applicable"
    assert [found[:2] for found in problems("R410", context(examined))] == [("fail", f"{ROLLS}/1")]
    assert outcome("R410", context(proven)) == "pass"


@pytest.mark.parametrize(
    ("good", "expected"),
    [(4942, "pass"), (4932, "pass"), (4931, "needs_event"), (4952, "pass"), (4953, "needs_event"), (None, "fail")],
)
def test_r408_labels_fit_the_units_within_the_tolerance(good: int | None, expected: str) -> None:
    assert outcome("R408", context(with_fields(complete_pack(), UNITS, good=good))) == expected


def test_r408_counts_the_labels_of_a_unit() -> None:
    two = approved(label=replace(label_value(), labels_per_unit=2))

    assert answers("R408", context()) == [
        (
            "pass",
            UNITS,
            "4980 labels applied, 4980 on good, rejected and sampled units: a difference of 0, 10 are allowed.",
        )
    ]
    assert problems("R408", context(baseline=two)) == [
        ("fail", UNITS, "The pack states 1 labels a unit; 2 are approved.")
    ]
    assert problems("R408", context(with_fields(complete_pack(), UNITS, labels_per_unit=None), baseline=two)) == [
        (
            "needs_event",
            UNITS,
            "4980 labels applied, 9960 on good, rejected and sampled units: a difference of -4980; 10 are allowed.",
        )
    ]


def test_r407_tolerates_nothing_without_an_approved_label() -> None:
    exact = approved(label=replace(label_value(), tolerance_labels=0, tolerance_percent=Decimal(0)))

    assert [v.outcome for v in verdicts("R407", context(baseline=exact)).values()] == ["pass", "needs_event"]
    assert [v.outcome for v in verdicts("R407", context(baseline=approved(label=None))).values()] == [
        "pass",
        "needs_event",
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "pass"),
        ({"witness": "JLO"}, "fail"),
        ({"witness": "jlo"}, "fail"),
        ({"witness": None}, "fail"),
        ({"witness": None, "destroyed": 0}, "pass"),
        ({"operator": None, "destroyed_by": None}, "fail"),
        ({"operator": "TRM", "destroyed_by": "MAV"}, "fail"),
    ],
)
def test_r409_destruction_has_a_witness(fields: dict[str, object], expected: str) -> None:
    assert outcome("R409", context(with_row(complete_pack(), ROLLS, FIRST, **fields))) == expected


def test_r409_asks_nothing_where_nothing_was_destroyed() -> None:
    pack = without_rows(complete_pack(), ROLLS)

    assert outcome("R409", context(added(pack, ROLLS, number="R1", destroyed=0))) == "not_applicable"


@pytest.mark.parametrize(("applied", "expected"), [(0, "pass"), (1, "needs_event")])
def test_r407_a_roll_of_which_nothing_was_issued_accounts_for_nothing(applied: int, expected: str) -> None:
    counts = {"issued": 0, "applied": applied, "returned": 0, "destroyed": 0, "samples": 0, "retained": 0}
    pack = with_row(complete_pack(), ROLLS, FIRST, **counts)

    assert verdicts("R407", context(pack))[f"{ROLLS}/1"].outcome == expected


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"issued_by": None}, "lacks who issued it"),
        ({"issued_at": None, "issued_to": None}, "lacks when it was issued and the line it was issued to"),
        ({"issued_by": "jlo"}, "was issued by its own operator, JLO"),
        ({"issued_to": "PK-2"}, "was issued to line PK-2, for which no clearance is shown"),
        ({"issued_at": "2026-03-16 15:10"}, "was issued to line PK-1 only after the run was cleared away"),
        ({"issued_at": "2026-03-16 15:09"}, ""),
        ({"operator": None, "issued_by": "JLO"}, ""),
    ],
)
def test_r407_a_roll_is_issued_under_control(fields: dict[str, object], problem: str) -> None:
    pack = with_row(complete_pack(), ROLLS, FIRST, **fields)

    assert problems("R407", context(pack)) == (
        [("fail", f"{ROLLS}/1", f"Roll L-26-0031-01 {problem}.")] if problem else []
    )


def test_r407_an_examined_roll_is_issued_under_control_too() -> None:
    """111.410(b) lets the examination stand for the count, not for the issuance."""
    pack = with_row(complete_pack(), ROLLS, FIRST, has_electronic_examination=True, issued_by=None)

    assert problems("R407", context(pack)) == [("fail", f"{ROLLS}/1", "Roll L-26-0031-01 lacks who issued it.")]


def test_r407_a_difference_that_needs_an_event_is_not_hidden_by_its_issuance() -> None:
    pack = with_row(complete_pack(), ROLLS, FIRST, issued=2640, issued_by=None)

    assert [found[0] for found in problems("R407", context(pack))] == ["needs_event"]

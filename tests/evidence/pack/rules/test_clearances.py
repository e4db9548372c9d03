import pytest

from tests.evidence.pack.rules.contexts import answers, context, outcome, problems
from tests.factories.packs import complete_pack, with_row, without_rows

TABLE = "packaging.clearances"
OPENING = {"kind": "opening"}
CLOSING = {"kind": "closing"}


def test_r403_says_how_long_before_the_first_unit() -> None:
    assert answers("R403", context()) == [
        (
            "pass",
            f"{TABLE}/1",
            "The clearance of line PK-1 by JLO and CHW was complete 35 minutes before the first unit.",
        )
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"completed_at": "2026-03-16 08:19"}, "pass"),
        ({"completed_at": "2026-03-16 08:20"}, "fail"),
        ({"completed_at": "2026-03-16 08:21"}, "fail"),
        ({"completed_at": None}, "fail"),
        ({"first_unit_at": None}, "fail"),
        ({"second_person": "JLO"}, "fail"),
        ({"second_person": "jlo"}, "fail"),
        ({"second_person": None}, "fail"),
        ({"areas_checked": None}, "fail"),
    ],
)
def test_r403_complete_before_the_first_unit_by_two(fields: dict[str, object], expected: str) -> None:
    assert outcome("R403", context(with_row(complete_pack(), TABLE, OPENING, **fields))) == expected


def test_r403_a_run_without_clearance_is_a_gap() -> None:
    assert problems("R403", context(without_rows(complete_pack(), TABLE, OPENING))) == [
        ("fail", TABLE, "The pack shows no line clearance before the run.")
    ]


def test_r404_the_previous_label_is_gone() -> None:
    same = with_row(complete_pack(), TABLE, OPENING, previous_label="LBL-MG120")
    unsaid = with_row(complete_pack(), TABLE, OPENING, previous_label=None)

    assert outcome("R404", context()) == "pass"
    assert problems("R404", context(same)) == [
        ("fail", f"{TABLE}/1", "LBL-MG120 was used before and is issued to this run, too.")
    ]
    assert outcome("R404", context(unsaid)) == "fail"


@pytest.mark.parametrize(
    ("completed_at", "expected"),
    [("2026-03-16 07:20", "pass"), ("2026-03-16 07:19", "fail"), (None, "not_applicable")],
)
def test_r405_one_hour_between_clearance_and_run(completed_at: str | None, expected: str) -> None:
    pack = with_row(complete_pack(), TABLE, OPENING, completed_at=completed_at)

    assert outcome("R405", context(pack)) == expected


def test_r406_the_line_is_cleared_after_the_run() -> None:
    alone = with_row(complete_pack(), TABLE, CLOSING, second_person="JLO")

    assert outcome("R406", context()) == "pass"
    assert problems("R406", context(alone)) == [
        ("fail", f"{TABLE}/2", "The closing clearance of line PK-1 was made and checked by the same person, JLO.")
    ]
    assert problems("R406", context(without_rows(complete_pack(), TABLE, CLOSING))) == [
        ("fail", TABLE, "The pack shows no line clearance after the run.")
    ]


@pytest.mark.parametrize(
    ("completed_at", "expected"),
    [("2026-03-16 14:41", "pass"), ("2026-03-16 14:40", "fail"), ("2026-03-16 08:20", "fail")],
)
def test_r406_the_line_is_cleared_after_the_last_unit(completed_at: str, expected: str) -> None:
    """The last unit's code was checked at 14:40."""
    assert outcome("R406", context(with_row(complete_pack(), TABLE, CLOSING, completed_at=completed_at))) == expected


def test_r406_every_line_that_was_opened_is_closed() -> None:
    other = with_row(complete_pack(), TABLE, CLOSING, line="PK-2")

    assert problems("R406", context(other)) == [
        ("fail", f"{TABLE}/1", "Line PK-1 was cleared before the run and not after it.")
    ]

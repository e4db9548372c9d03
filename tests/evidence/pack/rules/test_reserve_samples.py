from dataclasses import replace

import pytest

from evidence.pack.rules.context import Tolerances
from tests.evidence.pack.rules.contexts import context, outcome, problems
from tests.factories.packs import complete_pack, with_row, without_rows

TABLE = "laboratory.samples"
RESERVE = {"kind": "reserve"}


def test_r319_a_reserve_sample_of_this_lot_is_kept() -> None:
    pack = complete_pack()

    assert outcome("R319", context()) == "pass"
    assert problems("R319", context(without_rows(pack, TABLE, RESERVE))) == [
        ("fail", TABLE, "The pack shows no reserve sample.")
    ]
    assert problems("R319", context(with_row(pack, TABLE, RESERVE, lot="MG2603-113"))) == [
        ("fail", f"{TABLE}/2", "Reserve sample S-26-1190 is not of this lot.")
    ]
    assert problems("R319", context(with_row(pack, TABLE, RESERVE, container=None, quantity=None))) == [
        ("fail", f"{TABLE}/2", "Reserve sample S-26-1190 lacks its quantity and its container.")
    ]


@pytest.mark.parametrize(
    ("expires_on", "retain_until", "expected"),
    [
        ("2028-03-31", "2029-03-31", "pass"),
        ("2028-03-31", "2029-03-30", "fail"),
        ("2028-02-29", "2029-02-28", "pass"),
        ("2028-03-31", None, "fail"),
        (None, "2029-03-31", "not_applicable"),
    ],
)
def test_r321_one_year_past_the_shelf_life(expires_on: str | None, retain_until: str | None, expected: str) -> None:
    pack = with_row(complete_pack(expires_on=expires_on), TABLE, RESERVE, retain_until=retain_until)

    assert outcome("R321", context(pack)) == expected


@pytest.mark.parametrize(
    ("multiple", "expected"),
    [(2, "pass"), (3, "pass"), (4, "fail")],
)
def test_r320_a_clause_may_ask_for_more(multiple: int, expected: str) -> None:
    """Kept: 120 bottles; the tests take 40."""
    pack = with_row(complete_pack(), TABLE, RESERVE, quantity="120", unit="{bottle}")
    pack = with_row(pack, TABLE, {"kind": "finished"}, quantity="40", unit="{bottle}")
    judged = replace(context(pack), tolerances=Tolerances(reserve_multiple=multiple))

    assert outcome("R320", judged) == expected


@pytest.mark.parametrize(("retain_until", "expected"), [("2030-03-31", "pass"), ("2030-03-30", "fail")])
def test_r321_a_clause_may_ask_for_longer(retain_until: str, expected: str) -> None:
    pack = with_row(complete_pack(expires_on="2028-03-31"), TABLE, RESERVE, retain_until=retain_until)

    assert outcome("R321", replace(context(pack), tolerances=Tolerances(reserve_months=24))) == expected

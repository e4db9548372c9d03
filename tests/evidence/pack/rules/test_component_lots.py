from dataclasses import replace
from decimal import Decimal

import pytest

from tests.evidence.pack.rules.contexts import context, outcome, problems, verdicts
from tests.factories.packs import added, complete_pack, with_row, without_rows

TABLE = "materials.component_lots"
MAGNESIUM = {"number": "C-26-0412"}


def test_r201_a_component_lot_is_listed_once_with_its_shipment() -> None:
    pack = complete_pack()
    twice = added(pack, TABLE, number="C-26-0412", component="MGBG-20", shipment="RCV-9")

    assert outcome("R201", context()) == "pass"
    assert problems("R201", context(twice)) == [
        ("fail", f"{TABLE}/C-26-0412", "Component lot C-26-0412 is listed 2 times (shipments RCV-26-0412 and RCV-9).")
    ]
    assert problems("R201", context(with_row(pack, TABLE, MAGNESIUM, shipment=None))) == [
        ("fail", f"{TABLE}/1", "Component lot C-26-0412 names no shipment.")
    ]


def test_r201_what_was_used_has_a_receipt() -> None:
    pack = without_rows(complete_pack(), TABLE, MAGNESIUM)
    unnamed = with_row(complete_pack(), "materials.consumption", {"component": "SIO2"}, component_lot=None)

    assert problems("R201", context(pack)) == [
        ("fail", f"{TABLE}/C-26-0412", "Component lot C-26-0412 was used but has no receipt record.")
    ]
    assert problems("R201", context(unnamed)) == [
        ("fail", "materials.consumption/3", "The consumption of SIO2 names no component lot.")
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "pass"),
        ({"status_at": "2026-03-10 07:30"}, "pass"),  # the minute of the first weighing
        ({"status_at": "2026-03-10 07:31"}, "fail"),
        ({"status": "quarantine"}, "fail"),
        ({"status": None}, "fail"),
        ({"status_by": None}, "fail"),
    ],
)
def test_r202_approved_before_first_use(fields: dict[str, object], expected: str) -> None:
    assert outcome("R202", context(with_row(complete_pack(), TABLE, MAGNESIUM, **fields))) == expected


def test_r203_the_suppliers_lot_number_is_there() -> None:
    pack = with_row(complete_pack(), TABLE, MAGNESIUM, supplier_lot=None, supplier=None)

    assert outcome("R203", context()) == "pass"
    assert problems("R203", context(pack)) == [
        ("fail", f"{TABLE}/1", "Component lot C-26-0412 lacks the supplier and the supplier's lot number.")
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"expires_on": "2026-03-10"}, "pass"),
        ({"expires_on": "2026-03-09"}, "fail"),
        ({"retest_on": "2026-03-10"}, "pass"),
        ({"retest_on": "2026-03-09"}, "fail"),
        ({"retest_on": None}, "pass"),
        ({"retest_on": None, "expires_on": None}, "fail"),
    ],
)
def test_r214_used_no_later_than_its_dates(fields: dict[str, object], expected: str) -> None:
    assert outcome("R214", context(with_row(complete_pack(), TABLE, MAGNESIUM, **fields))) == expected


@pytest.mark.parametrize(
    ("on_hand", "expected"),
    [
        ("199.460", "pass"),
        ("200.260", "pass"),  # 0.8 kg off: exactly 0.1 % of 800 kg received
        ("200.261", "fail"),
        ("198.660", "pass"),
        ("198.659", "fail"),
        (None, "fail"),
    ],
)
def test_r215_the_lot_balances_within_a_thousandth(on_hand: str | None, expected: str) -> None:
    pack = with_row(complete_pack(), TABLE, MAGNESIUM, on_hand=on_hand)

    assert verdicts("R215", context(pack))[f"{TABLE}/1"].outcome == expected


@pytest.mark.parametrize(
    ("elsewhere", "expected"), [("240.000", "pass"), ("240.800", "pass"), ("240.801", "fail"), ("0", "pass")]
)
def test_r215_all_packs_together_use_no_more_than_stated(elsewhere: str, expected: str) -> None:
    given = context(other_packs_balances={"C-26-0412": Decimal(elsewhere)})

    assert verdicts("R215", given)[f"{TABLE}/1"].outcome == expected


def test_r215_says_both_figures() -> None:
    given = context(other_packs_balances={"C-26-0412": Decimal(300)})

    assert problems("R215", given) == [
        (
            "fail",
            f"{TABLE}/1",
            "Component lot C-26-0412: 600.04 kg stated as used, but the packs of all lots say 660.04 kg.",
        )
    ]
    strict = replace(context(), tolerances=replace(context().tolerances, balance_percent=Decimal(0)))
    assert outcome("R215", strict) == "pass"


def test_r215_needs_units_that_convert() -> None:
    grams = with_row(complete_pack(), "materials.consumption", {"component": "MGBG-20"}, actual="360040", unit="g")
    pieces = with_row(complete_pack(), "materials.consumption", {"component": "MGBG-20"}, unit="{unit}")

    assert outcome("R215", context(grams)) == "pass"
    assert [found[1] for found in problems("R215", context(pieces))] == [f"{TABLE}/1"]
    assert outcome("R215", context(without_rows(complete_pack(), TABLE))) == "fail"

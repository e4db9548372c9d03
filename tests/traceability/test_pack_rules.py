from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from evidence.pack.rules import DispositionFact, ShipmentFact
from tests.evidence.pack.rules.contexts import answers, context, outcome

AT = datetime(2026, 4, 2, 15, 30, tzinfo=UTC)
RELEASED = DispositionFact(
    "DR-26-0033", "release", AT, Decimal(4942), "{bottle}", held=Decimal(42), shipped=Decimal(900)
)
SHIPMENT = ShipmentFact(
    "SH-26-0071", AT, Decimal(4000), "{bottle}", "Juniper Market Co-op", "Elaine Sato",
    email="recalls@junipermarket.example",
)  # fmt: skip


@pytest.mark.parametrize(
    ("quantity", "unit", "expected"),
    [
        ("4000", "{bottle}", "pass"), ("4000.5", "{bottle}", "fail"), ("1", "bottle", "pass"),
        ("0", "{bottle}", "fail"), ("1", "kg", "fail"),
    ],
)  # fmt: skip
def test_r602_no_more_than_released_less_held_and_shipped(quantity: str, unit: str, expected: str) -> None:
    shipment = replace(SHIPMENT, quantity=Decimal(quantity), unit=unit)

    assert outcome("R602", context(disposition=RELEASED, shipment=shipment), "shipment") == expected


def test_r602_says_the_figures() -> None:
    shipment = replace(SHIPMENT, quantity=Decimal(4100))

    assert answers("R602", context(disposition=RELEASED, shipment=shipment), "shipment") == [
        ("fail", "shipment", "4100 bottle to ship, 4000 bottle left of the release.")
    ]


@pytest.mark.parametrize("decision", [None, replace(RELEASED, decision="reject")])
def test_r602_without_release_nothing_can_be_shipped(decision: DispositionFact | None) -> None:
    assert outcome("R602", context(disposition=decision, shipment=SHIPMENT), "shipment") == "fail"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "pass"),
        ({"email": "", "phone": "+1 541 555 0173"}, "pass"),
        ({"email": "", "phone": ""}, "fail"),
        ({"contact": " "}, "fail"),
        ({"consignee": ""}, "fail"),
    ],
)
def test_r603_the_consignee_can_be_reached(fields: dict[str, str], expected: str) -> None:
    given = context(disposition=RELEASED, shipment=replace(SHIPMENT, **fields))

    assert outcome("R603", given, "shipment") == expected


@pytest.mark.parametrize(("shipped", "on_hand", "expected"), [("0", "4882", "pass"), ("-1", "4883", "fail")])
def test_r604_more_cannot_come_back_than_left(shipped: str, on_hand: str, expected: str) -> None:
    """Sixty came back of sixty or of fifty-nine; both sums are those of the release."""
    counted = replace(
        RELEASED, held=Decimal(0), shipped=Decimal(shipped), returned=Decimal(60), on_hand=Decimal(on_hand),
        sampled=Decimal(0), destroyed=Decimal(0),
    )  # fmt: skip
    found = answers("R604", context(disposition=counted), "distribution")
    assert [outcome for outcome, *_ in found] == [expected]
    if expected == "fail":
        assert found[0][2] == "60 bottle came back, 1 bottle more than was shipped."

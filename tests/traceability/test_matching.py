"""A line of a feed is permitted only where a shipment on record says the same."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from traceability.matching import Match, Sent, StatedLine, match_all

LOT, OTHER, FIRST, SECOND = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
LOTS = {("KB-1", ""): [LOT], ("KB-1", "MG"): [LOT], ("KB-2", ""): [LOT, OTHER], ("KB-2", "ZN"): [OTHER]}
LINE = StatedLine("1", "KB-1", Decimal(40), datetime(2026, 3, 16, tzinfo=UTC), "ASN-1")
SENT = Sent(FIRST, LOT, "ASN-1", Decimal(40), "bottle", "Harbor Health DC", "SP-1")
PERMITTED = Match("permitted", "", LOT, FIRST)


def found(line: StatedLine, *sent: Sent, told: set[UUID] | None = None) -> Match:
    return match_all([line], LOTS, sent or (SENT,), told or set())[0]


@pytest.mark.parametrize(
    "stated",
    [
        {},
        {"product": "MG"},
        {"reference": "asn-1"},
        {"unit": "bottle", "consignee": "harbor health dc"},
        {"permit": "sp-1", "reference": "the carrier's own number"},
    ],
)
def test_what_says_the_same_left_on_a_permit(stated: dict[str, str]) -> None:
    assert found(replace(LINE, **stated)) == PERMITTED


@pytest.mark.parametrize(
    ("stated", "because"),
    [
        ({"reference": "ASN-2"}, "No shipment of lot KB-1 under ASN-2 is on record."),
        ({"permit": "SP-2"}, "No shipment of lot KB-1 on permit SP-2 is on record."),
        ({"quantity": Decimal("40.001")}, "The feed says 40.001 bottle, shipment ASN-1 was permitted for 40."),
        ({"unit": "case"}, "The feed counts in case, shipment ASN-1 in bottle."),
        ({"consignee": "Juniper"}, "The feed says Juniper, shipment ASN-1 was permitted for Harbor Health DC."),
    ],
)
def test_whatever_differs_left_without(stated: dict[str, object], because: str) -> None:
    assert found(replace(LINE, **stated)) == Match("unpermitted", because, LOT)


@pytest.mark.parametrize(
    ("stated", "because"),
    [
        ({"lot": "KB-9"}, "No lot KB-9 is on record in this partnership."),
        ({"product": "ZN"}, "No lot KB-1 of ZN is on record in this partnership."),
        ({"lot": "KB-2"}, "2 lots have the number KB-2: state the product's code."),
    ],
)
def test_a_lot_that_nobody_can_name_is_unknown(stated: dict[str, str], because: str) -> None:
    assert found(replace(LINE, **stated)) == Match("unknown", because)


def test_a_shipment_answers_for_one_line() -> None:
    again = Match("unpermitted", "Another line tells of shipment ASN-1 already.", LOT)
    assert match_all([LINE, replace(LINE, line="2")], LOTS, [SENT], set()) == [PERMITTED, again]
    assert found(LINE, told={FIRST}) == again
    twice = replace(SENT, id=SECOND, permit="SP-2")
    both = match_all([LINE, replace(LINE, line="2")], LOTS, [SENT, twice], set())
    assert [match.shipment_id for match in both] == [FIRST, SECOND]


def test_a_lot_that_nothing_of_was_shipped() -> None:
    assert match_all([LINE], LOTS, [], set())[0].found == "unpermitted"

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from evidence.pack.rules import DispositionFact, ShipmentFact
from tests.evidence.pack.rules.contexts import answers, context, outcome

DECIDED = datetime(2026, 4, 2, 15, 30, tzinfo=UTC)
SHIPPED = ShipmentFact("SH-26-0071", DECIDED, Decimal(3600), "{bottle}")


def _decided(decision: str = "release") -> DispositionFact:
    return DispositionFact("DR-26-0033", decision, DECIDED, Decimal(4942), "{bottle}")


@pytest.mark.parametrize(("seconds", "expected"), [(0, "pass"), (1, "pass"), (-1, "fail")])
def test_r601_nothing_leaves_before_the_release(seconds: int, expected: str) -> None:
    shipment = ShipmentFact("SH-26-0071", DECIDED + timedelta(seconds=seconds), Decimal(1), "{bottle}")

    assert outcome("R601", context(disposition=_decided(), shipment=shipment), "shipment") == expected


@pytest.mark.parametrize("decision", [None, _decided("reject"), _decided("reprocess")])
def test_r601_only_a_release_lets_a_lot_go(decision: DispositionFact | None) -> None:
    assert answers("R601", context(disposition=decision, shipment=SHIPPED), "shipment") == [
        ("fail", "shipment", "Shipment SH-26-0071: the lot has not been released.")
    ]


def test_r601_without_a_shipment_there_is_nothing_to_pass() -> None:
    assert outcome("R601", context(disposition=_decided()), "shipment") == "fail"

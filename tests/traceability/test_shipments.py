"""What a shipment keeps: the gate's verdict and R601–R603, evaluated as it leaves."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kernel import scope
from kernel.errors import Refused
from tests.factories.walked import AT, make_consignee, make_lot, make_shop
from tests.factories.world import World
from traceability.actions import ship
from traceability.models import Shipment


def _ship(world: World, lot_id: object, consignee_id: object, quantity: str, reference: str = "ASN-1") -> Shipment:
    by = world.clerk
    with scope.opened(by):
        return ship(
            lot_id=lot_id, consignee_id=consignee_id, quantity=Decimal(quantity), reference=reference,  # type: ignore[arg-type]
            ship_from="Dock 4", carrier="", by=by, reason="", at=AT + timedelta(days=6),
        )  # fmt: skip


def test_a_shipment_keeps_the_rules_that_let_it_go(world: World) -> None:
    shop = make_shop(world)
    lot, consignee = make_lot(shop, "KB-1", until="released"), make_consignee(shop)
    shipment = _ship(world, lot.pk, consignee.pk, "4000")
    kept = {row["rule"]: row["outcome"] for row in shipment.decision["rules"]}
    assert kept == {"R601": "pass", "R602": "pass", "R603": "pass"}
    assert all(len(row["inputs_hash"]) == 64 for row in shipment.decision["rules"])
    assert shipment.decision["open_quantity"] == "4942.000"


@pytest.mark.parametrize(("quantity", "left"), [("942", True), ("943", False)])
def test_no_more_leaves_than_is_left(world: World, quantity: str, *, left: bool) -> None:
    shop = make_shop(world)
    lot, consignee = make_lot(shop, "KB-1", until="released"), make_consignee(shop)
    _ship(world, lot.pk, consignee.pk, "4000")
    if left:
        assert _ship(world, lot.pk, consignee.pk, quantity, "ASN-2").quantity == Decimal(quantity)
        return
    with pytest.raises(Refused, match="942 bottle are released and not yet shipped"):
        _ship(world, lot.pk, consignee.pk, quantity, "ASN-2")

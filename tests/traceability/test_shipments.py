"""What a shipment keeps: the gate's verdict and R601–R603, evaluated as it leaves."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from evidence.pack.rules import Verdict
from kernel import scope
from kernel.errors import Refused
from kernel.history import acting
from lots.models import Lot, LotGate
from release.rules import check_shipped_quantity
from tests.factories.walked import AT, Shop, make_consignee
from tests.factories.world import World
from traceability import rules
from traceability.actions import permit_shipment, ship
from traceability.models import Consignee, Shipment
from traceability.wording import paid_words


def _ship(world: World, lot_id: object, consignee_id: object, quantity: str, reference: str = "ASN-1") -> Shipment:
    by = world.clerk
    with scope.opened(by):
        return ship(
            lot_id=lot_id, consignee_id=consignee_id, quantity=Decimal(quantity), reference=reference,  # type: ignore[arg-type]
            ship_from="Dock 4", carrier="", by=by, reason="", at=AT + timedelta(days=6),
        )  # fmt: skip


@pytest.mark.lot(until="released")
def test_a_shipment_keeps_the_rules_that_let_it_go(world: World, shop: Shop, lot: Lot) -> None:
    consignee = make_consignee(shop)
    shipment = _ship(world, lot.pk, consignee.pk, "4000")
    kept = {row["rule"]: row["outcome"] for row in shipment.decision["rules"]}
    assert kept == {"R601": "pass", "R602": "pass", "R603": "pass", "R606": "pass"}
    assert all(len(row["inputs_hash"]) == 64 for row in shipment.decision["rules"])
    assert shipment.decision["open_quantity"] == "4942.000"


@pytest.mark.lot(until="released")
def test_the_trigger_writes_the_verdict_that_was_paid(world: World, shop: Shop, lot: Lot) -> None:
    consignee = make_consignee(shop)
    shipment = _ship(world, lot.pk, consignee.pk, "4000")
    with scope.opened(world.clerk):
        settled = LotGate.objects.get(pk=lot.pk)
        kept = Shipment.history.get(id=shipment.pk).gate
    assert kept == shipment.gate
    assert (kept["ok"], kept["settled"], kept["revision"]) == (True, True, settled.version)
    assert (kept["open_before"], kept["open_after"]) == ("4942.000", "942.000")
    assert kept["reasons"] == settled.reasons
    assert kept["route"] == settled.route
    assert kept["route"]["pattern"] == "sponsor_release"
    assert datetime.fromisoformat(kept["valid_until"]) == settled.valid_until
    assert len(kept["reasons_hash"]) == 64
    assert paid_words(kept, "bottle") == (
        f"Gate revision {settled.version}: open, 11 of 11 conditions met (SHA-256 {kept['reasons_hash'][:12]}…), valid "
        "until 2028-03-31; 4942 bottles before, 942 bottles after. Sponsor release (QA-ALD-KEY-01 v2 cl. 3.1)."
    )


@pytest.mark.lot(until="released")
def test_whoever_inserts_cannot_state_the_verdict(world: World, shop: Shop, lot: Lot) -> None:
    consignee, by = make_consignee(shop), world.clerk
    with scope.opened(by), transaction.atomic(), acting(by=by, reason="forged", at=AT):
        permit = permit_shipment(lot_id=lot.pk, consignee_id=consignee.pk, quantity=Decimal(1), by=by, reason="", at=AT)
        forged = Shipment.objects.create(
            partnership_id=lot.partnership_id, sponsor_id=lot.sponsor_id, lot=lot, consignee=consignee,
            quantity=Decimal(1), unit=lot.unit, shipped_at=AT, ship_from="Dock 4", reference="ASN-9",
            shipped_by_id=by.person_id, permit=permit, decision={}, gate={"ok": False},
        )  # fmt: skip
        forged.refresh_from_db()
        assert (forged.gate["ok"], forged.gate["open_after"]) == (True, "4941.000")


@pytest.mark.parametrize(("quantity", "left"), [("942", True), ("943", False)])
@pytest.mark.lot(until="released")
def test_no_more_leaves_than_is_left(world: World, quantity: str, *, left: bool, shop: Shop, lot: Lot) -> None:
    consignee = make_consignee(shop)
    _ship(world, lot.pk, consignee.pk, "4000")
    if left:
        assert _ship(world, lot.pk, consignee.pk, quantity, "ASN-2").quantity == Decimal(quantity)
        return
    with pytest.raises(Refused, match="942 bottles are released and not yet shipped"):
        _ship(world, lot.pk, consignee.pk, quantity, "ASN-2")


@pytest.mark.lot(until="released")
def test_a_reference_is_used_once(world: World, shop: Shop, lot: Lot) -> None:
    consignee = make_consignee(shop)
    _ship(world, lot.pk, consignee.pk, "10")
    with pytest.raises(Refused, match="ASN-1 has been used for lot KB-1 already") as refused:
        _ship(world, lot.pk, consignee.pk, "10")
    assert refused.value.clause == "R602"
    with scope.opened(world.clerk):
        assert Shipment.objects.filter(lot=lot).count() == 1


@pytest.mark.lot(until="planned")
def test_goods_leave_for_an_account_of_the_same_pair_that_a_recall_can_reach(world: World, lot: Lot) -> None:
    known = {"partnership_id": lot.partnership_id, "name": "Harbor Health DC", "contact": "recall@harbor.example"}
    rules.check_consignee(Consignee(**known), lot)
    with pytest.raises(Refused, match="has no contact that a recall could use"):
        rules.check_consignee(Consignee(**(known | {"contact": " "})), lot)
    with pytest.raises(Refused, match="belongs to another partnership"):
        rules.check_consignee(Consignee(**(known | {"partnership_id": world.blue_keystone.pk})), lot)


RULE = {
    "needs_sponsor": False,
    "clause": "AG-4 v3 cl. 3.1",
    "conditions": [{"name": "consignees", "wanted": "retailer, consumer"}, {"name": "markets", "wanted": "US"}],
}


@pytest.mark.parametrize(
    ("route", "kind", "may"),
    [
        ({}, "e_commerce", True),
        (RULE, "retailer", True),
        (RULE, "consumer", True),
        (RULE, "e_commerce", False),
        (RULE | {"needs_sponsor": True}, "e_commerce", True),
        (RULE | {"conditions": []}, "e_commerce", True),
    ],
)
def test_a_conditional_rule_may_name_the_kinds_of_consignees(route: dict[str, object], kind: str, *, may: bool) -> None:
    consignee = Consignee(name="Harbor", kind=kind)
    if may:
        rules.check_within_rule(route, consignee)
        return
    with pytest.raises(Refused) as refused:
        rules.check_within_rule(route, consignee)
    assert refused.value.clause == "AG-4 v3 cl. 3.1"
    assert refused.value.sentence == (
        "The conditional rule lets goods leave for a retailer or direct to consumer only; Harbor is: e-commerce. "
        "The sponsor may take the release back and sign its own."
    )


@pytest.mark.parametrize("quantity", ["0", "-1"])
def test_nothing_is_no_shipment(quantity: str) -> None:
    check_shipped_quantity(Decimal("0.001"))
    with pytest.raises(Refused, match="must be more than zero"):
        check_shipped_quantity(Decimal(quantity))


def test_an_account_is_entered_once(shop: Shop) -> None:
    make_consignee(shop)
    with pytest.raises(Refused, match="Harbor Health DC is a consignee already"):
        make_consignee(shop)
    with pytest.raises(Refused, match="needs a name, an address and a contact"):
        make_consignee(shop, " ")


def test_a_rule_of_the_shipment_that_does_not_pass_refuses_it() -> None:
    rules.check_verdicts([_verdict("pass")])
    for outcome in ("fail", "needs_event", "not_applicable"):
        with pytest.raises(Refused, match="Harbor has no address") as refused:
            rules.check_verdicts([_verdict(outcome)])
        assert refused.value.clause == "R603, 21 CFR 7.49"


def _verdict(outcome: str) -> Verdict:
    return Verdict("R603", 1, "21 CFR 7.49", "X", outcome, "consignee", "Harbor has no address.", {}, "0" * 64, "")  # type: ignore[arg-type]

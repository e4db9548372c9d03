"""A conditional rule rests on facts that may change without the lot: read live, and asked again at each shipment."""

from datetime import timedelta
from decimal import Decimal

import pytest

from clocks.actions import meet
from kernel import scope
from kernel.clock import now
from kernel.errors import Refused
from kernel.history import acting
from lots.models import Lot, LotGate
from quality_events.actions import propose_capa
from release.actions.comparing import FIRST, compare_page
from release.pattern import Route
from release.queries import differences, facts_of
from tests.clocks.started import start_clock
from tests.factories.agreed_clauses import ClauseDraft, clauses
from tests.factories.walked import AT, Shop, make_consignee, make_lot, make_shop, release_by_cmo, reload
from tests.factories.world import World
from traceability.actions import permit_shipment, ship

SHIPPED = AT + timedelta(days=6)


def released(world: World, **conditions: object) -> tuple[Shop, Lot]:
    """By the rule, without the sponsor."""
    pattern = {"pattern": "conditional", "conditions": conditions, "expires_on": "2026-12-31"}
    release, *others = clauses("conditional")
    shop = make_shop(world, stated=[ClauseDraft(release.number, release.kind, release.title, pattern), *others])
    lot = make_lot(shop, "KB-1", until="pack_pending")
    release_by_cmo(shop, lot, at=AT + timedelta(days=3))
    return shop, reload(lot)


def propose(world: World) -> None:
    with scope.opened(world.cmo_qa):
        propose_capa(
            partnership_id=world.alder_keystone.pk, event_ids=[], source="audit_finding", reference="F-1",
            title="Scale", problem="It drifts.", by=world.cmo_qa, reason="", at=SHIPPED,
        )  # fmt: skip


def test_facts_of_the_rule(world: World) -> None:
    _, lot = released(world, minimum_on_time_percent=90)
    started = now() - timedelta(days=30)
    with scope.opened(world.clerk):
        before = facts_of([lot.pk])[lot.pk]
    for late in (False, False, True):
        clock = start_clock(world, started_at=started, at=started, ladder=[])
        ended = clock.due_at + timedelta(seconds=1 if late else 0)
        with scope.opened(world.clerk):
            meet(rule=clock.rule, subject_id=clock.subject_id, by=world.clerk, at=ended)
    with scope.opened(world.clerk):
        found = facts_of([lot.pk])[lot.pk]
    assert (found.market, found.allergens, found.open_capas) == ("US", "", ())
    assert found.pack is not None
    assert not found.pack.plan_drawn
    assert tuple(after - was for after, was in zip(found.hand_offs, before.hand_offs, strict=True)) == (2, 3)


def test_a_share_that_no_clause_asks_for_is_not_counted(world: World) -> None:
    _, lot = released(world, markets=["US"])
    with scope.opened(world.clerk):
        assert facts_of([lot.pk])[lot.pk].hand_offs == (0, 0)


def test_the_rule_is_asked_again_when_goods_are_to_leave(world: World) -> None:
    shop, lot = released(world, no_open_capa=True)
    consignee, by = make_consignee(shop), world.clerk
    goods = {
        "lot_id": lot.pk, "consignee_id": consignee.pk, "quantity": Decimal(10), "by": by, "reason": "", "at": SHIPPED,
    }  # fmt: skip
    sent = {"ship_from": "Dock 4", "carrier": ""}
    with scope.opened(by):
        first = ship(**goods, **sent, reference="ASN-1")
        permit = permit_shipment(**goods)
    assert [(c.name, c.is_met) for c in Route.from_json(first.gate["route"]).conditions] == [
        ("no_open_capa", True), ("rule_not_expired", True),
    ]  # fmt: skip
    propose(world)
    assert reload(lot).gate.ok  # nobody touched it
    for spent in (None, permit.pk):
        with scope.opened(by), pytest.raises(Refused, match="The sponsor has not signed the release"):
            ship(**goods, **sent, reference="ASN-2", permit_id=spent)
    compare_page(after=FIRST)
    gate = reload(lot).gate
    assert (gate.ok, gate.route["needs_sponsor"]) == (False, True)
    with scope.opened(by):
        assert differences([lot.pk], now()) == []
        assert LotGate.objects.get(pk=lot.pk).route["conditions"][0] == {
            "name": "no_open_capa", "wanted": "none", "found": "CAPA-1", "is_met": False,
        }  # fmt: skip


def test_a_rule_for_retailers_lets_goods_leave_for_no_other(world: World) -> None:
    shop, lot = released(world, consignees=["retailer"])
    by, goods = world.clerk, {"lot_id": lot.pk, "quantity": Decimal(10), "by": world.clerk, "reason": "", "at": SHIPPED}
    retailer, shopper = make_consignee(shop), make_consignee(shop, "Juniper online")
    with scope.opened(by):
        with acting(by=by, reason="it sells online", at=AT):
            shopper.kind = "e_commerce"
            shopper.save()
        permit_shipment(consignee_id=retailer.pk, **goods)
        with pytest.raises(Refused, match="lets goods leave for a retailer only; Juniper online is: e-commerce"):
            permit_shipment(consignee_id=shopper.pk, **goods)

"""Ship permits: through an open gate only, never more than it holds, once, and dead with it (domain §C1)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kernel import scope
from kernel.clock import now
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move
from lots.actions import place_hold
from lots.models import Lot
from parties.states import Role
from release.actions import issue_permit, revoke_permit
from release.models import ShipPermit
from release.queries import promised
from release.rules import check_live, unknown_permit
from release.states import PERMIT, PermitState
from tests.factories.walked import AT
from tests.factories.world import World
from tests.lots.test_states import CMO, PAIR, SPONSOR, actor

LATER = AT + timedelta(days=6)
WAYS = {
    "spend": ("spent", {"SSC"}, {"COP", "3PL"}),
    "revoke": ("revoked", {"SSC", "SQH"}, {"COP", "3PL"}),
}


def _issue(by: Actor, lot: Lot, quantity: str) -> ShipPermit:
    with scope.opened(by):
        return issue_permit(
            lot_id=lot.pk, consignee_id=uuid4(), consignee_name="Harbor Health DC", quantity=Decimal(quantity), by=by,
            reason="", at=LATER,
        )  # fmt: skip


def _hold(world: World, lot: Lot) -> None:
    with scope.opened(world.reviewer):
        place_hold(lot_id=lot.pk, by=world.reviewer, reason="complaint", at=LATER)


def _fresh(world: World, permit: ShipPermit) -> ShipPermit:
    with scope.opened(world.clerk):
        return ShipPermit.objects.select_related("lot").get(pk=permit.pk)


def _may(state: str, verb: str, by: Actor) -> bool:
    permit = ShipPermit(partnership_id=PAIR, sponsor_id=SPONSOR, state=state)
    try:
        check_move(permit, verb, by=by, reason="because")
    except Refused:
        return False
    return True


@pytest.mark.parametrize("state", PermitState.values)
def test_state_verb_and_role(state: str) -> None:
    assert {(t.verb, str(t.target)) for t in PERMIT.transitions} == {(v, way[0]) for v, way in WAYS.items()}
    for verb, (_, sponsors, makers) in WAYS.items():
        for role in Role:
            is_live = state == "live"
            assert _may(state, verb, actor(role, SPONSOR)) == (is_live and role.value in sponsors), (verb, role)
            assert _may(state, verb, actor(role, CMO)) == (is_live and role.value in makers), (verb, role)
            assert not _may(state, verb, actor(role, uuid4()))


@pytest.mark.lot(until="released")
def test_a_permit_is_for_a_lot_a_quantity_and_a_consignee_for_a_day(world: World, lot: Lot) -> None:
    permit = _issue(world.head, lot, "1200")
    assert (permit.state, permit.quantity, permit.unit) == ("live", Decimal(1200), "bottle")
    assert timedelta(hours=23, minutes=59) < permit.expires_at - now() <= timedelta(hours=24)
    assert permit.number == f"SP-{permit.pk.hex[-12:]}"
    assert len(permit.token) == 24
    with scope.opened(world.clerk):
        assert [h.history_change_reason for h in ShipPermit.history.filter(id=permit.pk)] == ["ship permit issued"]
    with pytest.raises(Forbidden, match="Your role does not allow you to issue a ship permit"):
        _issue(world.reviewer, lot, "1")


@pytest.mark.lot(until="sponsor_review")
def test_a_shut_gate_issues_none(world: World, lot: Lot) -> None:
    with pytest.raises(Refused, match="Lot KB-1 may not ship: The sponsor has not signed the release") as refused:
        _issue(world.clerk, lot, "1")
    assert refused.value.code == "gate-shut"


@pytest.mark.parametrize(("second", "is_lawful"), [("942", True), ("942.001", False), ("0", False)])
@pytest.mark.lot(until="released")
def test_live_permits_promise_no_more_than_the_gate_holds(
    world: World, lot: Lot, second: str, *, is_lawful: bool
) -> None:
    _issue(world.clerk, lot, "4000")
    if is_lawful:
        _issue(world.clerk, lot, second)
        with scope.opened(world.clerk):
            assert promised(lot.pk, now()) == Decimal(4942)
        return
    with pytest.raises(Refused, match=r"live permits promise 4000 bottles \(R602\)|must be more than zero"):
        _issue(world.clerk, lot, second)


@pytest.mark.lot(until="released")
def test_the_database_counts_what_is_promised(world: World, lot: Lot) -> None:
    first = _issue(world.clerk, lot, "4000")
    by = world.clerk
    for quantity, constraint in (("942.001", "promised"), ("-1", "permit_quantity_positive")):
        with (
            pytest.raises(IntegrityError, match=constraint),
            scope.opened(by),
            transaction.atomic(),
            acting(by=by, reason="past the action", at=LATER),
        ):
            _copy(first, quantity)
    _hold(world, lot)
    with (
        pytest.raises(IntegrityError, match="is shut"),
        scope.opened(by),
        transaction.atomic(),
        acting(by=by, reason="past the action", at=LATER),
    ):
        _copy(first, "1")


def _copy(permit: ShipPermit, quantity: str) -> None:
    key = uuid4()
    ShipPermit.objects.create(
        pk=key, partnership_id=permit.partnership_id, sponsor_id=permit.sponsor_id, lot_id=permit.lot_id,
        consignee_id=permit.consignee_id, consignee_name="", quantity=Decimal(quantity), unit="bottle", token=str(key),
        jws="", issued_by_id=permit.issued_by_id, issued_at=LATER, expires_at=now() + timedelta(hours=1),
    )  # fmt: skip


@pytest.mark.parametrize(
    "change", [{"quantity": 1}, {"expires_at": LATER}, {"consignee_name": "Somebody else"}, {"state": "spent"}]
)
@pytest.mark.lot(until="released")
def test_what_was_signed_stays(world: World, lot: Lot, change: dict[str, object]) -> None:
    permit, by = _issue(world.clerk, lot, "10"), world.clerk
    with (
        pytest.raises(IntegrityError, match=r"is signed|permit_spent_or_revoked"),
        scope.opened(by),
        transaction.atomic(),
        acting(by=by, reason="past the action", at=LATER),
    ):
        ShipPermit.objects.filter(pk=permit.pk).update(**change)


@pytest.mark.lot(until="released")
def test_any_hold_revokes_what_nobody_has_spent(world: World, lot: Lot) -> None:
    permits = [_issue(world.clerk, lot, quantity) for quantity in ("10", "20")]
    _hold(world, lot)
    for permit in permits:
        found = _fresh(world, permit)
        sentence = "Lot KB-1 may not ship: A hold by Alder & Pine Nutrition is in place (QA-ALD-KEY-01 v2)."
        assert (found.state, found.revoked_reason) == ("revoked", sentence)
        with scope.opened(world.clerk):
            last = ShipPermit.history.filter(id=permit.pk).latest("history_id")
        assert (str(last.history_user_id)[-1], last.history_change_reason) == ("1", sentence)
        with pytest.raises(Refused, match=r"was revoked on .*: Lot KB-1 may not ship") as refused:
            check_live(found, now())
        assert (refused.value.code, refused.value.status) == ("permit-revoked", 409)


@pytest.mark.lot(until="released")
def test_a_person_revokes_with_a_reason(world: World, lot: Lot) -> None:
    permit, by = _issue(world.clerk, lot, "10"), world.head
    with scope.opened(by):
        with pytest.raises(Refused, match="Give a reason"):
            revoke_permit(permit_id=permit.pk, by=by, reason=" ", at=LATER)
        assert revoke_permit(permit_id=permit.pk, by=by, reason="truck broke", at=LATER).state == "revoked"
        with pytest.raises(Refused, match=f"not possible while {permit.number} is “Revoked”"):
            revoke_permit(permit_id=permit.pk, by=by, reason="again", at=LATER)
    with (
        pytest.raises(IntegrityError, match=r"no way from|never changed"),
        scope.opened(by),
        transaction.atomic(),
        acting(by=by, reason="past the action", at=LATER),
    ):
        ShipPermit.objects.filter(pk=permit.pk).update(state="live", revoked_at=None)


@pytest.mark.lot(until="released")
def test_what_expired_promises_nothing(world: World, lot: Lot, settings: Any) -> None:
    settings.PERMIT_HOURS = 0
    expired = _issue(world.clerk, lot, "4942")
    with pytest.raises(Refused, match="expired on") as refused:
        check_live(_fresh(world, expired), now())
    assert refused.value.code == "permit-expired"
    settings.PERMIT_HOURS = 1
    assert _issue(world.clerk, lot, "4942").state == "live"


def test_an_unknown_permit_is_a_refusal() -> None:
    assert (unknown_permit().code, unknown_permit().status) == ("permit-unknown", 404)

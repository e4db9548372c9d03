"""Every state × verb × role: who may move a change, and what the database holds."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from change_control.models import ChangeRequest
from change_control.states import CHANGE, ChangeState
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move
from parties.states import CMO_PERMISSIONS, SPONSOR_PERMISSIONS, Role
from tests.change_control.made import AT, propose
from tests.factories.baseline import make_product
from tests.factories.world import World

PROPOSERS = {Role.COP, Role.CQA, Role.CCH}
IMPLEMENTERS = {Role.CQA, Role.CCH}
DECIDERS = {Role.SQH, Role.SLB}
"""Which of the two decides about a change, the agreement says (`rules.check_approver`)."""
MAY = {
    "submit": PROPOSERS,
    "notify": PROPOSERS,
    "withdraw": PROPOSERS,
    "make_effective": IMPLEMENTERS,
    "approve": DECIDERS,
    "reject": DECIDERS,
    "object": DECIDERS,
}
WAYS = {
    ("draft", "submit"): "submitted",
    ("draft", "notify"): "notified",
    ("draft", "withdraw"): "withdrawn",
    ("submitted", "approve"): "approved",
    ("submitted", "reject"): "rejected",
    ("submitted", "withdraw"): "withdrawn",
    ("notified", "object"): "submitted",
    ("notified", "make_effective"): "effective",
    ("notified", "withdraw"): "withdrawn",
    ("approved", "make_effective"): "effective",
    ("approved", "withdraw"): "withdrawn",
}


def actor(world: World, role: Role) -> Actor:
    """A person who holds just this role, on the side where the role counts."""
    if role in CMO_PERMISSIONS:
        return replace(world.cmo_qa, cmo_permissions=CMO_PERMISSIONS[role], roles=frozenset({role}))
    held = SPONSOR_PERMISSIONS.get(role, frozenset())
    return replace(world.head, sponsor_permissions=held, roles=frozenset({role}))


def test_each_state_verb_and_role(world: World) -> None:
    """7 states × 7 verbs × 13 roles."""
    assert CHANGE.verbs() == set(MAY)
    change = ChangeRequest(partnership=world.alder_keystone, sponsor=world.alder, number="CR-1")
    tried = 0
    for state in ChangeState:
        change.state = state
        for verb, allowed in MAY.items():
            for role in Role:
                tried += 1
                outcome = _outcome(change, verb, actor(world, role))
                if (state, verb) not in WAYS:
                    assert outcome == "wrong-state", (state, verb, role)
                elif role not in allowed:
                    assert outcome == "forbidden", (state, verb, role)
                else:
                    assert outcome == WAYS[(state, verb)], (state, verb, role)
    assert tried == 7 * 7 * 13


def _outcome(change: ChangeRequest, verb: str, by: Actor) -> str:
    try:
        return str(check_move(change, verb, by=by, reason="because", signed=True).target)
    except Forbidden:
        return "forbidden"
    except Refused as refused:
        return refused.code


@pytest.mark.parametrize("verb", ["reject", "object", "withdraw"])
def test_these_steps_need_a_reason(world: World, verb: str) -> None:
    change = ChangeRequest(partnership=world.alder_keystone, sponsor=world.alder, number="CR-1")
    change.state = "notified" if verb == "object" else "submitted"
    by = world.cmo_qa if verb == "withdraw" else world.head
    with pytest.raises(Refused) as caught:
        check_move(change, verb, by=by, reason=" ", signed=True)
    assert caught.value.code == "reason-missing"


@pytest.mark.parametrize(("verb", "meaning"), [("approve", "approved"), ("reject", "rejected")])
def test_decisions_need_a_signature(world: World, verb: str, meaning: str) -> None:
    change = ChangeRequest(partnership=world.alder_keystone, sponsor=world.alder, number="CR-1", state="submitted")
    with pytest.raises(Refused) as caught:
        check_move(change, verb, by=world.head, reason="because")
    assert caught.value.code == "signature-missing"
    assert f"“{meaning}”" in caught.value.sentence


def test_the_database_knows_the_same_ways(world: World) -> None:
    change = propose(world, make_product(world).pk)
    with scope.opened(world.cmo_qa), acting(by=world.cmo_qa, reason="around the table", at=AT):
        with pytest.raises(IntegrityError, match="no way from draft to effective"), transaction.atomic():
            ChangeRequest.objects.filter(pk=change.pk).update(state="effective")
        with pytest.raises(IntegrityError, match="starts as draft"), transaction.atomic():
            ChangeRequest.objects.create(
                partnership=world.alder_keystone, sponsor=world.alder, number="CR-9", product_id=change.product_id,
                state="approved", title="x", trigger="label", proposed_by_id=world.cmo_qa.person_id, proposed_at=AT,
                effective_on=AT.date(),
            )  # fmt: skip

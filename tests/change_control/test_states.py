"""Every state × verb × role: who may move a change, and what the database holds."""

import pytest
from django.db import IntegrityError, transaction

from change_control.models import ChangeRequest
from change_control.states import CHANGE, ChangeState
from kernel import scope
from kernel.errors import Refused
from kernel.history import acting
from kernel.states import check_move
from tests.change_control.made import AT, propose
from tests.factories.baseline import make_product
from tests.factories.world import World
from tests.quality_events.crossed import check_crossed

PROPOSERS = {"COP cmo", "CQA cmo", "CCH cmo"}
IMPLEMENTERS = {"CQA cmo", "CCH cmo"}
DECIDERS = {"SQH sponsor", "SLB sponsor"}
"""Which of the two decides about a change, the agreement says (`rules.check_approver`)."""
READERS = {"SQA sponsor", "SQH sponsor", "SLB sponsor", "SRM sponsor"}
MAY = {
    "submit": PROPOSERS,
    "classify": PROPOSERS,
    "notify": PROPOSERS,
    "assess": PROPOSERS,
    "object": DECIDERS,
    "send": PROPOSERS,
    "give_back": READERS,
    "declare_emergency": IMPLEMENTERS,
    "approve": DECIDERS,
    "reject": DECIDERS,
    "implement": PROPOSERS,
    "verify": IMPLEMENTERS,
    "make_effective": IMPLEMENTERS,
    "review": IMPLEMENTERS,
    "close": READERS,
    "withdraw": PROPOSERS,
}
WAYS = {
    ("draft", "submit"): "submitted",
    ("submitted", "classify"): "classified",
    ("classified", "notify"): "notified",
    ("classified", "assess"): "impact_assessment",
    ("notified", "object"): "impact_assessment",
    ("impact_assessment", "send"): "sponsor_review",
    ("sponsor_review", "give_back"): "impact_assessment",
    ("draft", "declare_emergency"): "emergency",
    ("sponsor_review", "approve"): "approved",
    ("emergency", "approve"): "approved",
    ("sponsor_review", "reject"): "rejected",
    ("emergency", "reject"): "rejected",
    ("approved", "implement"): "implementing",
    ("notified", "implement"): "implementing",
    ("implementing", "verify"): "verified",
    ("verified", "make_effective"): "effective",
    ("effective", "review"): "post_review",
    ("post_review", "close"): "closed",
    **{
        (state, "withdraw"): "withdrawn"
        for state in (
            "draft", "submitted", "classified", "notified", "impact_assessment", "sponsor_review", "approved",
            "implementing",
        )
    },
}  # fmt: skip


def test_each_state_verb_and_role(world: World) -> None:
    """15 states × 16 verbs × 28 people."""
    change = ChangeRequest(partnership=world.alder_keystone, sponsor=world.alder, number="CR-1")
    assert check_crossed(world, change, WAYS, MAY) == 15 * 16 * 28


def test_each_state_is_somebodys_turn() -> None:
    """Nobody's only where the request has ended; everywhere else some verb leads on."""
    led = {source for transition in CHANGE.transitions for source in transition.sources}
    assert {state for state in ChangeState if CHANGE.turn[state] == "nobody"} == set(ChangeState) - led


@pytest.mark.parametrize("verb", ["reject", "object", "give_back", "declare_emergency", "review", "close", "withdraw"])
def test_these_steps_need_a_reason(world: World, verb: str) -> None:
    change = ChangeRequest(partnership=world.alder_keystone, sponsor=world.alder, number="CR-1")
    change.state = next(state for state, known in WAYS if known == verb)
    by = world.cmo_qa if "CQA cmo" in MAY[verb] else world.head
    with pytest.raises(Refused) as caught:
        check_move(change, verb, by=by, reason=" ", signed=True)
    assert caught.value.code == "reason-missing"


@pytest.mark.parametrize(("verb", "meaning"), [("approve", "approved"), ("reject", "rejected")])
def test_decisions_need_a_signature(world: World, verb: str, meaning: str) -> None:
    change = ChangeRequest(partnership=world.alder_keystone, sponsor=world.alder, number="CR-1", state="sponsor_review")
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

"""Every state × verb × role of a recall: who may move it, and what the database holds."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move
from parties.states import CMO_PERMISSIONS, SPONSOR_PERMISSIONS, Role
from tests.factories.world import World
from tests.lots.works import AT
from traceability.models import Recall
from traceability.states import EXERCISE_ONLY, RECALL, RECALL_ONLY, RecallState

WORKERS, DECIDERS = {Role.SQA, Role.SQH}, {Role.SQH}
MAY = {
    "evaluate": WORKERS,
    "propose": WORKERS,
    "reconsider": DECIDERS,
    "decide": DECIDERS,
    "decline": DECIDERS,
    "lock": WORKERS,
    "rehearse": WORKERS,
    "plan": WORKERS,
    "notify": WORKERS,
    "list_contacts": WORKERS,
    "terminate": DECIDERS,
}
WAYS = {
    ("signal", "evaluate"): "evaluated",
    ("signal", "rehearse"): "locked",
    ("evaluated", "propose"): "proposed",
    ("proposed", "reconsider"): "signal",
    ("proposed", "decide"): "decided",
    ("proposed", "decline"): "not_recalled",
    ("decided", "lock"): "locked",
    ("locked", "plan"): "planned",
    ("locked", "list_contacts"): "notified",
    ("planned", "notify"): "notified",
    ("notified", "terminate"): "terminated",
}


def actor(world: World, role: Role) -> Actor:
    """A person who holds just this role, on the side where the role counts."""
    if role in CMO_PERMISSIONS:
        return replace(world.cmo_qa, cmo_permissions=CMO_PERMISSIONS[role], roles=frozenset({role}))
    held = SPONSOR_PERMISSIONS.get(role, frozenset())
    return replace(world.head, sponsor_permissions=held, roles=frozenset({role}))


def _outcome(recall: Recall, verb: str, by: Actor) -> str:
    try:
        return str(check_move(recall, verb, by=by, reason="because", signed=True).target)
    except Forbidden:
        return "forbidden"
    except Refused as refused:
        return refused.code


def test_each_state_verb_and_role(world: World) -> None:
    """9 states × 11 verbs × 13 roles."""
    assert RECALL.verbs() == set(MAY)
    assert set(MAY) - {"terminate"} == {*EXERCISE_ONLY, *RECALL_ONLY}
    recall = Recall(partnership=world.alder_keystone, sponsor=world.alder, number="RC-1")
    tried = 0
    for state in RecallState:
        recall.state = state
        for verb, allowed in MAY.items():
            for role in Role:
                tried += 1
                outcome = _outcome(recall, verb, actor(world, role))
                if (state, verb) not in WAYS:
                    assert outcome == "wrong-state", (state, verb, role)
                elif role not in allowed:
                    assert outcome == "forbidden", (state, verb, role)
                else:
                    assert outcome == WAYS[(state, verb)], (state, verb, role)
    assert tried == 9 * 11 * 13


@pytest.mark.parametrize(
    ("state", "verb"), [("proposed", "reconsider"), ("proposed", "decline"), ("notified", "terminate")]
)
def test_these_steps_need_a_reason(world: World, state: str, verb: str) -> None:
    recall = Recall(partnership=world.alder_keystone, sponsor=world.alder, number="RC-1", state=state)
    with pytest.raises(Refused) as caught:
        check_move(recall, verb, by=world.head, reason=" ", signed=True)
    assert caught.value.code == "reason-missing"


@pytest.mark.parametrize(
    ("state", "verb", "meaning"),
    [("evaluated", "propose", "reviewed"), ("proposed", "decide", "approved"), ("proposed", "decline", "rejected"),
     ("notified", "terminate", "approved")],
)  # fmt: skip
def test_these_steps_need_a_signature(world: World, state: str, verb: str, meaning: str) -> None:
    recall = Recall(partnership=world.alder_keystone, sponsor=world.alder, number="RC-1", state=state)
    with pytest.raises(Refused) as caught:
        check_move(recall, verb, by=world.head, reason="because")
    assert (caught.value.code, f"“{meaning}”" in caught.value.sentence) == ("signature-missing", True)


def test_the_database_knows_the_same_ways(world: World) -> None:
    shared = {"partnership": world.alder_keystone, "sponsor": world.alder, "question": {}, "opened_by_cmo": False,
              "opened_at": AT, "title": "x", "signal": "x"}  # fmt: skip
    with scope.opened(world.head), acting(by=world.head, reason="around the table", at=AT):
        row = Recall.objects.create(number="RC-1", opened_by_id=world.head.person_id, **shared)
        with pytest.raises(IntegrityError, match="no way from signal to notified"), transaction.atomic():
            Recall.objects.filter(pk=row.pk).update(state="notified")
        with pytest.raises(IntegrityError, match="starts as signal"), transaction.atomic():
            Recall.objects.create(number="RC-2", opened_by_id=world.head.person_id, state="locked", **shared)
        with pytest.raises(IntegrityError, match="recall_locked_with_its_scope"), transaction.atomic():
            Recall.objects.filter(pk=row.pk).update(locked_at=AT)

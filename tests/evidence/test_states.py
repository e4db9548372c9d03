"""Every state × verb × role: who may move a pack, and what the database holds."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from evidence.models import Pack
from evidence.states import PACK, PackState
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move
from parties.states import CMO_PERMISSIONS, SPONSOR_PERMISSIONS, Role
from tests.evidence.scene import SUBMITTED, Scene
from tests.factories.world import World

SUBMITTERS = {Role.COP, Role.CQC, Role.CQA, Role.LAB}
MAY = {
    "find_gaps": SUBMITTERS,
    "pass_check": SUBMITTERS,
    "supersede": SUBMITTERS,
    "withdraw": SUBMITTERS,
    "attest": {Role.CQA},
    "accept": {Role.SQA, Role.SQH},
    "accept_high_risk": {Role.SQA, Role.SQH},
    "countersign": {Role.SQH},
    "return": {Role.SQA, Role.SQH},
}
WAYS = {
    ("checking", "find_gaps"): "incomplete",
    ("checking", "pass_check"): "complete",
    ("checking", "supersede"): "superseded",
    ("incomplete", "pass_check"): "complete",
    ("incomplete", "supersede"): "superseded",
    ("incomplete", "withdraw"): "withdrawn",
    ("complete", "find_gaps"): "incomplete",
    ("complete", "attest"): "in_review",
    ("complete", "supersede"): "superseded",
    ("complete", "withdraw"): "withdrawn",
    ("in_review", "accept"): "accepted",
    ("in_review", "accept_high_risk"): "to_countersign",
    ("to_countersign", "countersign"): "accepted",
    ("to_countersign", "return"): "returned",
    ("to_countersign", "supersede"): "superseded",
    ("in_review", "return"): "returned",
    ("in_review", "supersede"): "superseded",
    ("returned", "supersede"): "superseded",
}


def actor(world: World, role: Role) -> Actor:
    """A person who holds just this role, on the side where the role counts."""
    if role in CMO_PERMISSIONS:
        return replace(world.cmo_qa, cmo_permissions=CMO_PERMISSIONS[role], roles=frozenset({role}))
    held = SPONSOR_PERMISSIONS.get(role, frozenset())
    return replace(world.head, sponsor_permissions=held, roles=frozenset({role}))


def test_each_state_verb_and_role(world: World) -> None:
    """9 states × 9 verbs × 13 roles."""
    assert PACK.verbs() == set(MAY)
    pack = Pack(partnership=world.alder_keystone, sponsor=world.alder, version=1)
    tried = 0
    for state in PackState:
        pack.state = state
        for verb, allowed in MAY.items():
            for role in Role:
                tried += 1
                outcome = _outcome(pack, verb, actor(world, role))
                if (state, verb) not in WAYS:
                    assert outcome == "wrong-state", (state, verb, role)
                elif role not in allowed:
                    assert outcome == "forbidden", (state, verb, role)
                else:
                    assert outcome == WAYS[(state, verb)], (state, verb, role)
    assert tried == 9 * 9 * 13


def _outcome(pack: Pack, verb: str, by: Actor) -> str:
    try:
        return str(check_move(pack, verb, by=by, reason="because", signed=True).target)
    except Forbidden:
        return "forbidden"
    except Refused as refused:
        return refused.code


def test_the_database_knows_the_same_ways(scene: Scene) -> None:
    """An update from anywhere: a complete pack is not accepted without a review."""
    pack = scene.submit().pack
    by = scene.world.clerk
    with (
        scope.opened(by),
        pytest.raises(IntegrityError, match="no way from complete to accepted"),
        transaction.atomic(),
        acting(by=by, reason="by hand", at=SUBMITTED),
    ):
        Pack.objects.filter(pk=pack.pk).update(state="accepted")


def test_a_pack_begins_with_the_check(scene: Scene) -> None:
    by = scene.world.clerk
    with (
        scope.opened(by),
        pytest.raises(IntegrityError, match="starts as checking, not accepted"),
        transaction.atomic(),
        acting(by=by, reason="by hand", at=SUBMITTED),
    ):
        Pack.objects.create(
            partnership_id=scene.lot.partnership_id, sponsor_id=scene.lot.sponsor_id, lot=scene.lot, version=9,
            state="accepted", form="json", header={}, content_hash="0" * 64, engine_version="1",
            submitted_by_id=by.person_id, submitted_at=SUBMITTED,
        )  # fmt: skip

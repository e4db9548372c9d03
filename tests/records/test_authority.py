"""Training, delegations and challenges, asked again inside the signing transaction (21 CFR 11.10(g), (i), 11.70)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kernel import scope
from kernel.clock import now
from kernel.errors import Forbidden, Refused, Stale
from kernel.history import acting
from kernel.ids import new_id
from kernel.scope import Actor
from parties.actions import Limits, delegate, end_delegation, end_training, record_training, state_absence
from parties.models import Delegation, Membership, Training
from parties.queries import actor_for, lent
from records.actions import sign
from records.content import content_hash
from records.models import Signature
from records.queries import BROKEN, EARLIER, NOT_VALID, printed_name_of, shown_all, signatures_of
from records.states import Meaning
from tests.factories.signing import proof
from tests.factories.world import LONG_AGO, World, make_member

CONTENT = {"lot": "KB-2417"}
PERMISSION = "release.disposition"


def signed(by: Actor, world: World, **changes: Any) -> Signature:
    at = now()
    values: dict[str, Any] = {
        "by": by, "subject": world.alder_keystone, "subject_kind": "lot", "subject_label": "Lot KB-2417",
        "content": CONTENT, "meaning": Meaning.RELEASED, "reason": "", "at": at, "permission": PERMISSION,
        "shown_hash": content_hash(changes.get("content", CONTENT)),
    }  # fmt: skip
    values |= changes
    with scope.opened(by):
        values.setdefault("proof", proof(by, at, world.alder_keystone, values["shown_hash"]))
        return sign(**values)


def lend(world: World, to: Actor, **changed: Any) -> Delegation:
    at = now()
    limits = Limits(
        functions=["release"], meanings=["released"], from_day=at.date() - timedelta(days=1),
        until_day=at.date() + timedelta(days=1),
    )  # fmt: skip
    with scope.opened(world.head):
        return delegate(
            delegate_id=to.person_id, limits=replace(limits, **changed), by=world.head, reason="cover", at=at
        )


def under(delegation: Delegation, by: Actor) -> Actor:
    """The same person after “Act under it”."""
    with scope.opened(by):
        membership = Membership.objects.select_related("person", "organisation").get(person_id=by.person_id)
        given = lent(str(delegation.pk), membership, now())
        return actor_for(membership.person, membership, lent=given)


def test_without_current_training_nobody_signs(world: World) -> None:
    by = world.head
    administrator = make_member(world.alder, "adm@alderpine.example", "Ada Moss", ["ADM"])
    with scope.opened(administrator):
        for row in Training.objects.filter(person_id=by.person_id):
            end_training(training_id=row.pk, by=administrator, reason="revised", at=now())
        with pytest.raises(Refused, match="taken back already"):
            end_training(training_id=row.pk, by=administrator, reason="again", at=now())
    with pytest.raises(Refused, match="no current training on “Dispositions of lots”") as refused:
        signed(by, world)
    assert (refused.value.code, refused.value.clause) == ("not-trained", "21 CFR 11.10(i)")
    today = now().date()
    given = {
        "person_id": by.person_id, "course": "SOP-1", "trained_on": today, "valid_until": today,
        "by": administrator, "reason": "", "at": now(),
    }  # fmt: skip
    with scope.opened(administrator):
        record_training(functions=["waivers"], **given)
    with pytest.raises(Refused, match="no current training"):
        signed(by, world)
    with scope.opened(administrator):
        record_training(functions=["release"], **given)
    assert signed(by, world).role == "SQH"


def test_a_delegate_signs_for_the_delegator_within_the_limits(world: World) -> None:
    delegation = lend(world, world.reviewer)
    with pytest.raises(Forbidden, match="no longer hold a role or a delegation"):
        signed(world.reviewer, world)
    made = signed(under(delegation, world.reviewer), world)
    assert (made.signer_id, made.delegator_id, made.role) == (
        world.reviewer.person_id, world.head.person_id, "SQH",
    )  # fmt: skip
    with scope.opened(world.reviewer):
        assert printed_name_of(signatures_of(made.subject_id).get()) == "Priya Raman, for Helen Okafor by delegation"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"meanings": ["rejected"]}, "delegation-meaning"),
        ({"functions": ["waivers"]}, "delegation-limits"),
        ({"products": [new_id()]}, "delegation-limits"),
        ({"only_while_away": True}, "forbidden"),
    ],
)
def test_a_delegation_reaches_no_further_than_its_limits(world: World, changed: dict[str, Any], code: str) -> None:
    delegation = lend(world, world.reviewer, **changed)
    actor = replace(under(delegation, world.reviewer), delegation_id=delegation.pk)
    with pytest.raises(Forbidden) as refused:
        signed(actor, world)
    assert refused.value.code == code


def test_cover_counts_on_the_days_of_the_absence(world: World) -> None:
    delegation = lend(world, world.reviewer, only_while_away=True)
    today = now().date()
    with scope.opened(world.head):
        state_absence(
            person_id=world.head.person_id, cover_id=world.reviewer.person_id, from_day=today - timedelta(days=1),
            until_day=today + timedelta(days=1), by=world.head, reason="", at=now(),
        )  # fmt: skip
    assert signed(under(delegation, world.reviewer), world).delegation_id == delegation.pk


def test_it_ends_with_its_end_or_with_the_delegators_role(world: World) -> None:
    delegation = lend(world, world.reviewer)
    actor = under(delegation, world.reviewer)
    with scope.opened(world.head), acting(by=world.head, reason="test", at=LONG_AGO):
        Membership.objects.filter(person_id=world.head.person_id).update(roles=["SRM"])
    with pytest.raises(Forbidden, match="no longer hold"):
        signed(actor, world)
    with scope.opened(world.head), acting(by=world.head, reason="test", at=LONG_AGO):
        Membership.objects.filter(person_id=world.head.person_id).update(roles=["SQH"])
    with scope.opened(world.reviewer):
        end_delegation(delegation_id=delegation.pk, by=world.reviewer, reason="", at=now())
    with pytest.raises(Forbidden, match="no longer hold"):
        signed(actor, world)
    assert under(delegation, world.reviewer).delegation_id is None


def test_nobody_lends_what_he_does_not_hold_or_holds_by_delegation(world: World) -> None:
    delegation = lend(world, world.reviewer)
    actor = under(delegation, world.reviewer)
    today = now().date()
    limits = Limits(functions=["release"], meanings=["released"], from_day=today, until_day=today)
    for by, sentence in ((actor, "You act under a delegation"), (world.reviewer, "Your roles do not allow")):
        with scope.opened(by), pytest.raises(Forbidden, match=sentence):
            delegate(delegate_id=world.head.person_id, limits=limits, by=by, reason="x", at=now())
    strange = replace(limits, partnership_id=world.blue_keystone.pk)
    with scope.opened(world.head), pytest.raises(Refused, match="partnership of the own company"):
        delegate(delegate_id=world.reviewer.person_id, limits=strange, by=world.head, reason="x", at=now())


def test_a_challenge_signs_its_record_content_and_meaning_once(world: World) -> None:
    by, at, shown = world.head, now(), content_hash(CONTENT)
    with scope.opened(by):
        other = proof(by, at, world.blue_keystone, shown)
        meaning = proof(by, at, world.alder_keystone, shown, Meaning.REJECTED)
        content = proof(by, at, world.alder_keystone, "0" * 64)
        once = proof(by, at, world.alder_keystone, shown)
    for given, error, code in (
        (other, Refused, "challenge-foreign"), (meaning, Refused, "challenge-meaning"), (content, Stale, "stale"),
    ):  # fmt: skip
        with pytest.raises(error) as refused:
            signed(by, world, proof=given, at=at)
        assert refused.value.code == code
    signed(by, world, proof=once, at=at)
    with pytest.raises(IntegrityError, match="signed_once_a_challenge"), transaction.atomic():
        signed(by, world, proof=once, at=at)


def test_signatures_say_whether_they_hold_for_what_stands_there(world: World) -> None:
    signed(world.head, world)
    signed(world.head, world, content=CONTENT | {"pack": 2})
    with scope.opened(world.head):
        rows = list(signatures_of(world.alder_keystone.pk))
        assert [row.standing for row in shown_all(rows, CONTENT | {"pack": 2})] == [EARLIER, ""]
        assert [row.standing for row in shown_all(rows, CONTENT)] == ["", NOT_VALID]
        assert [row.standing for row in shown_all(rows, CONTENT, CONTENT | {"pack": 2})] == ["", ""]
        rows[0].subject_id = world.blue_keystone.pk
        assert shown_all(rows, CONTENT)[0].standing == BROKEN

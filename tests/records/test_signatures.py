"""A signature binds who, when, why and what, or it does not come into being (21 CFR 11.50, 11.70, 11.200)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from kernel import scope
from kernel.clock import now
from kernel.errors import Forbidden, Refused, Stale
from kernel.history import acting
from kernel.ids import new_id
from kernel.scope import Actor, through
from parties.identity import ProofOfIdentity
from parties.models import Membership, Person
from records.actions import sign
from records.content import content_hash
from records.models import Signature
from records.queries import is_intact, is_valid_for, shown, signatures_of
from records.states import OWN_WORDS, Meaning, Proof
from tests.factories.signing import proof
from tests.factories.world import LONG_AGO, World

CONTENT = {"lot": "KB-2417", "quantity": Decimal("11880.0"), "pack": 2, "exceptions": []}


def _sign(world: World, by: Actor, **changes: Any) -> Signature:
    at = now()
    values: dict[str, Any] = {
        "by": by,
        "subject": world.alder_keystone,
        "subject_kind": "lot",
        "subject_label": "Lot KB-2417",
        "content": CONTENT,
        "meaning": Meaning.RELEASED,
        "reason": "all exceptions decided",
        "at": at,
        "permission": OWN_WORDS,
        "shown_hash": content_hash(CONTENT),
    }
    if "proof" not in changes:
        merged = values | changes
        values["proof"] = proof(by, at, merged["subject"], merged["shown_hash"])
    return sign(**(values | changes))


def test_a_signature_holds_what_part_eleven_asks(world: World) -> None:
    with scope.opened(world.head):
        made = _sign(world, world.head, permission="release.disposition")
        found = signatures_of(world.alder_keystone.pk).get()
        history = Signature.history.get(id=made.pk)
        seen = shown(found)
        valid = is_valid_for(found, CONTENT)
    assert found == made
    assert (found.printed_name, found.role, found.proof) == ("Helen Okafor", "SQH", Proof.PASSWORD)
    assert found.content == '{"exceptions":[],"lot":"KB-2417","pack":2,"quantity":"11880.0"}'
    assert (seen.meaning, seen.role, seen.organisation) == (
        "Released",
        "Sponsor head of quality",
        "Alder & Pine Nutrition",
    )
    assert seen.signed_at == made.signed_at
    assert valid
    assert (history.history_user_id, history.history_change_reason) == (
        world.head.person_id,
        "all exceptions decided",
    )


def test_a_changed_content_ends_validity(world: World) -> None:
    with scope.opened(world.head):
        made = _sign(world, world.head)
        assert not is_valid_for(made, CONTENT | {"quantity": Decimal("11880.1")})
        assert not is_valid_for(made, CONTENT | {"quantity": Decimal("11880.00")})


@pytest.mark.parametrize("field", ["subject_id", "signer_id", "meaning", "printed_name", "partnership_id", "role"])
def test_a_copied_or_altered_row_is_not_intact(world: World, field: str) -> None:
    with scope.opened(world.head):
        made = _sign(world, world.head)
        assert is_intact(made)
        setattr(made, field, world.blue_keystone.pk if field.endswith("_id") else "SQA")
        assert not is_intact(made)


def test_what_the_form_showed_must_still_stand(world: World) -> None:
    older = content_hash(CONTENT | {"pack": 1})
    with scope.opened(world.head), pytest.raises(Stale, match="Lot KB-2417 has changed since you opened this page"):
        _sign(world, world.head, shown_hash=older)
    with scope.opened(world.head):
        assert Signature.objects.count() == 0


def test_a_key_and_the_platform_cannot_sign(world: World) -> None:
    by = through(world.head, "api")
    with scope.opened(by):
        given = proof(by, now(), world.alder_keystone, content_hash(CONTENT))
    with scope.opened(by), pytest.raises(Forbidden) as refused:
        _sign(world, by, proof=given)
    assert refused.value.sentence == "Nothing that needs a signature can be done with a key."
    assert (refused.value.status, refused.value.code) == (403, "key-cannot-sign")
    system = scope.system(world.alder_keystone.pk)
    made_up = ProofOfIdentity(system.person_id, new_id(), (), frozenset({"password"}), now())
    with scope.opened(system), pytest.raises(Forbidden, match="Only a person can sign"):
        _sign(world, system, proof=made_up)


def test_somebody_elses_or_an_old_proof_is_refused(world: World) -> None:
    at, shown_hash = now(), content_hash(CONTENT)
    with scope.opened(world.reviewer):
        other = proof(world.reviewer, at, world.alder_keystone, shown_hash)
    with scope.opened(world.head):
        with pytest.raises(Forbidden, match="only by its owner"):
            _sign(world, world.head, proof=other)
        mine = proof(world.head, at, world.alder_keystone, shown_hash)
        with pytest.raises(Refused, match="too much time has passed"):
            _sign(world, world.head, proof=mine, at=at + timedelta(minutes=2, seconds=1))
        assert _sign(world, world.head, proof=mine, at=at + timedelta(minutes=2)).proof == "password"


def test_the_accountability_statement_comes_first(world: World) -> None:
    by = world.head
    with scope.opened(by):
        with transaction.atomic(), acting(by=by, reason="test", at=LONG_AGO):
            Person.objects.filter(pk=by.person_id).update(accountable_since=None)
        with pytest.raises(Refused, match="statement of accountability") as refused:
            _sign(world, by)
    assert refused.value.code == "accountability-missing"
    assert refused.value.clause == "21 CFR 11.10(j)"


def test_authority_is_asked_again_when_signing(world: World) -> None:
    """The actor was read when the request began; a role that ended since then no longer signs (11.10(g))."""
    by = world.head
    with scope.opened(by):
        with pytest.raises(Forbidden, match="no longer hold a role"):
            _sign(world, by, permission="evidence.attest")
        with transaction.atomic(), acting(by=by, reason="test", at=LONG_AGO):
            Membership.objects.filter(person_id=by.person_id).update(roles=["SRM"])
        with pytest.raises(Forbidden, match="no longer hold a role"):
            _sign(world, by, permission="release.disposition")
        with transaction.atomic(), acting(by=by, reason="test", at=LONG_AGO):
            Membership.objects.filter(person_id=by.person_id).update(ended_at=LONG_AGO)
        with pytest.raises(Forbidden, match="no longer hold a role"):
            _sign(world, by)


def test_the_side_decides_under_which_role(world: World) -> None:
    cedar = world.actors["qa@cedarridge.example"]
    with scope.opened(cedar):
        made = _sign(world, cedar, subject=world.cedar_keystone, permission="agreements.sign")
    assert made.role == "SQH"


@pytest.mark.parametrize(
    "change", ["UPDATE records_signature SET meaning = 'rejected'", "DELETE FROM records_signature"]
)
def test_a_signature_is_never_changed(world: World, change: str) -> None:
    from django.db import connection  # noqa: PLC0415 - only this test speaks SQL

    with scope.opened(world.head):
        _sign(world, world.head)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(change)


def test_other_partnerships_never_see_it(world: World) -> None:
    with scope.opened(world.head):
        _sign(world, world.head)
    with scope.opened(world.other_sponsor):
        assert Signature.objects.count() == 0
    with scope.opened(world.auditor):
        assert Signature.objects.count() == 1

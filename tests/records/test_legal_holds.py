"""Each company places and lifts its own legal holds; a disposal list is signed and deletes nothing."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from kernel import scope
from kernel.clock import now
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from records.actions import lift_legal_hold, place_legal_hold, sign_disposal_list
from records.content import content_hash
from records.models import DisposalList, LegalHold, Signature
from records.queries.retention import disposal_content, lift_content, listed_lots, standing_holds
from tests.factories.walked import proof
from tests.factories.world import World

LOTS = [{"id": "01a2305a-1faa-722c-ab74-30441e750769", "number": "KB-1", "kept_until": "2026-01-01", "why": "x"}]


def _place(world: World, by: Actor, reason: str = "claim of a customer") -> LegalHold:
    with scope.opened(by):
        return place_legal_hold(
            partnership_id=world.alder_keystone.pk, lot_id=None, label="all records", reason=reason, by=by, at=now()
        )


def _lift(hold: LegalHold, by: Actor, reason: str = "claim settled") -> LegalHold:
    at = now()
    with scope.opened(by):
        digest = content_hash(lift_content(LegalHold.objects.get(pk=hold.pk)))
        return lift_legal_hold(
            hold_id=hold.pk, proof=proof(by, at, hold, digest), shown_hash=digest, by=by, reason=reason, at=at
        )


def test_holds_of_both_companies_stack_and_each_lifts_its_own(world: World) -> None:
    ours, theirs = _place(world, world.head), _place(world, world.cmo_qa)
    with pytest.raises(Refused, match=r"This hold is Alder & Pine Nutrition’s\. Only they can lift it"):
        _lift(ours, world.cmo_qa)
    _lift(theirs, world.cmo_qa)
    with scope.opened(world.head):
        assert [hold.pk for hold in standing_holds(world.alder_keystone.pk)] == [ours.pk]
        signed = Signature.objects.get(subject_kind="legal_hold")
        assert (signed.subject_id, signed.role) == (theirs.pk, "CQA")
    with pytest.raises(Refused, match="lifted already"):
        _lift(theirs, world.cmo_qa)


def test_the_database_keeps_the_other_companys_hold(world: World) -> None:
    ours = _place(world, world.head)
    with scope.opened(world.cmo_qa), transaction.atomic():
        assert LegalHold.objects.filter(pk=ours.pk).update(reason="none") == 0
    with scope.opened(world.cmo_qa), pytest.raises(DatabaseError), transaction.atomic():
        LegalHold.objects.create(
            partnership=world.alder_keystone, sponsor=world.alder, organisation=world.alder, label="x", reason="x",
            placed_by_id=world.cmo_qa.person_id, placed_at=now(),
        )  # fmt: skip


@pytest.mark.parametrize("who", ["reviewer", "clerk"])
def test_only_heads_of_quality_hold(world: World, who: str) -> None:
    with pytest.raises(Forbidden, match="place a legal hold"):
        _place(world, getattr(world, who))
    hold = _place(world, world.head)
    with pytest.raises(Forbidden, match="lift a legal hold"):
        _lift(hold, getattr(world, who))


def test_reasons_are_asked_for(world: World) -> None:
    with pytest.raises(Refused, match="Give a reason"):
        _place(world, world.head, reason="  ")
    with pytest.raises(Refused, match="Give a reason"):
        _lift(_place(world, world.head), world.head, reason=" ")


def test_a_disposal_list_is_signed_by_one_company_for_itself(world: World) -> None:
    by, at, pair = world.head, now(), world.alder_keystone
    with scope.opened(by):
        digest = content_hash(disposal_content(pair, LOTS))
        made = sign_disposal_list(
            partnership_id=pair.pk,
            lots=LOTS,
            proof=proof(by, at, pair, digest),
            shown_hash=digest,
            by=by,
            reason="",
            at=at,
        )
        assert listed_lots(pair.pk, world.alder.pk) == {LOTS[0]["id"]}
        assert listed_lots(pair.pk, world.keystone.pk) == set()
        assert Signature.objects.get(subject_id=made.pk).content_hash == digest
        with pytest.raises(DatabaseError), transaction.atomic():
            DisposalList.objects.filter(pk=made.pk).update(lots=[])
        with pytest.raises(Refused, match="No lot’s records have come to the end"):
            sign_disposal_list(
                partnership_id=pair.pk, lots=[], proof=proof(by, at, pair, digest), shown_hash=digest, by=by, reason="",
                at=at + timedelta(seconds=1),
            )  # fmt: skip
    with scope.opened(world.reviewer), pytest.raises(Forbidden, match="sign a disposal list"):
        sign_disposal_list(
            partnership_id=pair.pk, lots=LOTS, proof=None, shown_hash=digest, by=world.reviewer, reason="", at=at
        )

"""Attest, decide, accept, return, withdraw: each by the right person, with a reason, at the right time."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from clocks.models import Clock, InboxItem
from evidence.actions.checking import settle_completeness
from evidence.actions.review import attest_pack, decide_exception, return_pack, withdraw_pack
from evidence.content import pack_content
from evidence.models import ExceptionDecision, Pack, RuleVerdict
from evidence.pack.format import Pack as StatedPack
from kernel import scope
from kernel.errors import Forbidden, Refused, Stale
from kernel.history import acting
from kernel.scope import Actor
from lots.models import Lot
from records.content import content_hash
from records.models import Signature
from tests.evidence.scene import SUBMITTED, Scene, stated
from tests.factories.packs import with_row
from tests.factories.signing import proof
from tests.factories.walked import accept_as

LATER = SUBMITTED + timedelta(hours=2)


def with_exceptions() -> StatedPack:
    """Two exceptions: a yield above 100 % (R110) and a late entry (R119)."""
    pack = with_row(stated(), "batch_record.yields", {"phase": "Packaging"}, actual="5010")
    return with_row(pack, "batch_record.steps", {"number": "30"}, entered_at="2026-03-12 10:00")


def attest(scene: Scene, pack: Pack, *, by: Actor | None = None, shown: str = "", at: Any = LATER) -> Pack:
    by = by or scene.world.cmo_qa
    with scope.opened(by):
        content = pack_content(pack, Lot.objects.get(pk=pack.lot_id))
        shown = shown or content_hash(content)
        return attest_pack(pack_id=pack.pk, proof=proof(by, at, pack, shown), shown_hash=shown, by=by, reason="", at=at)


def exceptions_of(scene: Scene, pack: Pack) -> list[RuleVerdict]:
    with scope.opened(scene.world.reviewer):
        return list(RuleVerdict.objects.filter(pack=pack, severity="W", outcome="fail").order_by("rule"))


def decide(scene: Scene, verdict: RuleVerdict, choice: str = "accepted", reason: str = "Explained.") -> None:
    by = scene.world.reviewer
    with scope.opened(by):
        decide_exception(verdict_id=verdict.pk, choice=choice, by=by, reason=reason, at=LATER)


def accept(scene: Scene, pack: Pack) -> Pack:
    by = scene.world.reviewer
    with scope.opened(by):
        return accept_as(by, pack, at=LATER)


def test_attested_with_a_signature_over_the_content(scene: Scene) -> None:
    pack = scene.submit().pack
    assert attest(scene, pack).state == "in_review"
    with scope.opened(scene.world.reviewer):
        signature = Signature.objects.get(subject_id=pack.pk)
        assert (signature.meaning, signature.role, signature.printed_name) == ("attested", "CQA", "Quentin Abbot")
        assert pack.content_hash in signature.content
        clock = Clock.objects.get(subject_id=pack.pk, rule="evidence.review")
        assert (clock.owner_id, clock.ended_at) == (scene.world.alder.pk, None)
        assert InboxItem.objects.filter(key=f"pack/{pack.pk}/attest", done_at=None).count() == 0


def test_the_submitter_cannot_attest(scene: Scene) -> None:
    pack = scene.submit(by=scene.world.cmo_qa).pack
    with pytest.raises(Refused, match="You submitted pack v1; another person must attest it") as refused:
        attest(scene, pack)
    assert refused.value.clause == "21 CFR 111.12(b)"


def test_a_clerk_cannot_attest(scene: Scene) -> None:
    pack = scene.submit(by=scene.world.cmo_qa).pack
    with pytest.raises(Forbidden):
        attest(scene, pack, by=scene.world.clerk)


def test_an_incomplete_pack_cannot_be_attested(scene: Scene) -> None:
    pack = scene.submit(with_row(stated(), "laboratory.results", {"test": "LEAD"}, analyst=None)).pack
    with pytest.raises(Refused, match="not possible while pack v1 is “Incomplete: gaps to close”"):
        attest(scene, pack)


def test_what_was_not_shown_cannot_be_attested(scene: Scene) -> None:
    pack = scene.submit().pack
    with pytest.raises(Stale):
        attest(scene, pack, shown="0" * 64)
    assert scene.reloaded(pack).state == "complete"


def test_a_key_cannot_attest(scene: Scene) -> None:
    pack = scene.submit().pack
    with pytest.raises(Forbidden, match="Nothing that needs a signature can be done with a key"):
        attest(scene, pack, by=replace(scene.world.cmo_qa, channel="api"))


def test_accept_waits_for_every_exception(scene: Scene) -> None:
    pack = scene.submit(with_exceptions()).pack
    attest(scene, pack)
    first, second = exceptions_of(scene, pack)
    assert (first.rule, second.rule) == ("R110", "R119")
    with pytest.raises(Refused, match="2 exceptions still to decide"):
        accept(scene, pack)
    decide(scene, first)
    with pytest.raises(Refused, match="1 exception still to decide"):
        accept(scene, pack)
    decide(scene, second)
    assert accept(scene, pack).state == "accepted"


def test_an_exception_that_is_questioned_keeps_the_pack_from_being_accepted(scene: Scene) -> None:
    pack = scene.submit(with_exceptions()).pack
    attest(scene, pack)
    first, second = exceptions_of(scene, pack)
    decide(scene, first)
    decide(scene, second, "questioned", "Who entered it, and why so late?")
    with pytest.raises(Refused, match="1 exception still to decide"):
        accept(scene, pack)


def test_accepting_asks_for_the_disposition_and_meets_the_clock(scene: Scene) -> None:
    pack = scene.submit().pack
    attest(scene, pack)
    accept(scene, pack)
    with scope.opened(scene.world.head):
        assert Clock.objects.get(subject_id=pack.pk, rule="evidence.review").ended_at == LATER
        item = InboxItem.objects.get(key=f"lot/{scene.lot.pk}/disposition")
    assert (item.roles, item.title) == (["SQH"], "Sign the disposition of lot MG2603-114")


@pytest.mark.parametrize("who", ["clerk", "cmo_qa"])
def test_the_cmo_accepts_nothing(scene: Scene, who: str) -> None:
    pack = scene.submit().pack
    attest(scene, pack)
    by = getattr(scene.world, who)
    with scope.opened(by), pytest.raises(Forbidden):
        accept_as(by, pack, at=LATER)


def test_a_decision_needs_a_reason_and_is_made_once(scene: Scene) -> None:
    pack = scene.submit(with_exceptions()).pack
    attest(scene, pack)
    first = exceptions_of(scene, pack)[0]
    with pytest.raises(Refused, match="Give a reason"):
        decide(scene, first, reason="  ")
    decide(scene, first)
    with pytest.raises(Refused, match="has been decided already"):
        decide(scene, first)
    with scope.opened(scene.world.reviewer):
        row = ExceptionDecision.objects.get(verdict=first)
    assert (row.reason, row.decided_by_id, row.decided_at) == ("Explained.", scene.world.reviewer.person_id, LATER)


def test_only_exceptions_are_decided(scene: Scene) -> None:
    pack = scene.submit(with_exceptions()).pack
    attest(scene, pack)
    with scope.opened(scene.world.reviewer):
        blocking = RuleVerdict.objects.filter(pack=pack, severity="X").first()
        passed = RuleVerdict.objects.filter(pack=pack, severity="W", outcome="pass").first()
    assert blocking is not None
    assert passed is not None
    with pytest.raises(Refused, match="blocks; it cannot be accepted by a reviewer"):
        decide(scene, blocking)
    with pytest.raises(Refused, match="was passed here: there is nothing to decide"):
        decide(scene, passed)


def test_nothing_is_decided_before_the_review(scene: Scene) -> None:
    pack = scene.submit(with_exceptions()).pack
    with pytest.raises(Refused, match="not in review"):
        decide(scene, exceptions_of(scene, pack)[0])


def test_returned_with_a_question_the_cmo_owes_again(scene: Scene) -> None:
    pack = scene.submit().pack
    attest(scene, pack)
    by = scene.world.reviewer
    with scope.opened(by):
        with pytest.raises(Refused, match="needs one"):
            return_pack(pack_id=pack.pk, by=by, reason=" ", at=LATER)
        assert return_pack(pack_id=pack.pk, by=by, reason="Where is page 4?", at=LATER).state == "returned"
        assert Clock.objects.get(subject_id=pack.pk, rule="evidence.review").ended_at == LATER
        owed = Clock.objects.get(subject_id=scene.lot.pk, rule="evidence.hand_off", ended_at=None)
    assert (owed.started_at, owed.title) == (LATER, "Answer the return of pack v1 of lot MG2603-114")
    with scope.opened(scene.world.clerk):
        item = InboxItem.objects.get(key=f"pack/{pack.pk}/returned")
    assert item.title == "Pack v1 of lot MG2603-114 was returned: Where is page 4?"


def test_the_answer_to_a_return_closes_what_it_asked(scene: Scene) -> None:
    pack = scene.submit().pack
    attest(scene, pack)
    by = scene.world.reviewer
    with scope.opened(by):
        return_pack(pack_id=pack.pk, by=by, reason="Where is page 4?", at=LATER)
    changed = with_row(stated(), "laboratory.results", {"test": "LEAD"}, value="0.09")
    second = scene.submit(changed, reason="page 4 attached", at=LATER + timedelta(hours=1)).pack
    assert (second.state, scene.reloaded(pack).state) == ("complete", "superseded")
    with scope.opened(scene.world.clerk):
        assert InboxItem.objects.get(key=f"pack/{pack.pk}/returned").done_at is not None
        assert not Clock.objects.filter(subject_id=scene.lot.pk, ended_at=None).exists()


def test_a_new_version_takes_the_old_one_out_of_review(scene: Scene) -> None:
    pack = scene.submit().pack
    attest(scene, pack)
    changed = with_row(stated(), "laboratory.results", {"test": "LEAD"}, value="0.09")
    scene.submit(changed, reason="corrected", at=LATER + timedelta(hours=1))
    with scope.opened(scene.world.reviewer):
        clock = Clock.objects.get(subject_id=pack.pk, rule="evidence.review")
    assert (clock.state, clock.ended_at) == ("cancelled", LATER + timedelta(hours=1))


def test_withdrawn_with_a_reason_before_anybody_reviews(scene: Scene) -> None:
    pack = scene.submit().pack
    by = scene.world.clerk
    with scope.opened(by):
        with pytest.raises(Refused, match="needs one"):
            withdraw_pack(pack_id=pack.pk, by=by, reason="", at=LATER)
        assert withdraw_pack(pack_id=pack.pk, by=by, reason="wrong batch record", at=LATER).state == "withdrawn"
        rows = Pack.history.filter(id=pack.pk, state="withdrawn")  # type: ignore[attr-defined]  # simple-history's
        assert rows.get().history_change_reason == "wrong batch record"


def test_a_pack_in_review_is_not_withdrawn(scene: Scene) -> None:
    pack = scene.submit().pack
    attest(scene, pack)
    by = scene.world.clerk
    with scope.opened(by), pytest.raises(Refused, match="not possible while pack v1 is “In sponsor review”"):
        withdraw_pack(pack_id=pack.pk, by=by, reason="wrong", at=LATER)


def test_a_pack_that_quality_attested_is_not_settled_again(scene: Scene) -> None:
    pack = attest(scene, scene.submit(with_exceptions()).pack)
    with scope.opened(scene.world.cmo_qa) as by, transaction.atomic(), acting(by=by, reason="again", at=LATER):
        before = pack.history.count()
        settle_completeness(pack, by=by, at=LATER)
        assert (Pack.objects.get(pk=pack.pk).state, pack.history.count()) == ("in_review", before)

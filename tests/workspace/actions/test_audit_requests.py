"""An auditor asks by a day; the company that was asked answers, declines, or lets her withdraw."""

from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from clocks.models import Clock, InboxItem
from evidence.actions.files import Incoming
from evidence.models import EvidenceFile
from kernel import scope
from kernel.clock import now
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from kernel.scope import Actor
from lots.models import Lot
from parties.models import AuditorGrant
from tests.factories.walked import make_lot, make_shop
from tests.factories.world import World
from workspace.actions import answer, ask, decline, withdraw_request
from workspace.actions.audit_requests import Answer
from workspace.models import AuditRequest

WORDS = "The certificate of the reference standard."


@pytest.fixture
def lots(world: World) -> tuple[Lot, Lot]:
    """The one that the grant shows, and another."""
    shop = make_shop(world)
    shown, other = make_lot(shop, "KB-1"), make_lot(shop, "KB-2")
    by = scope.system(world.alder_keystone.pk)
    with scope.opened(by), acting(by=by, reason="for one lot", at=now()):
        AuditorGrant.objects.update(lot_ids=[shown.pk])
    return shown, other


def _ask(world: World, by: Actor | None = None, **changes: Any) -> AuditRequest:
    by, at = by or world.auditor, now()
    with scope.opened(world.head):
        grant = AuditorGrant.objects.get()
    asked = {"grant_id": grant.pk, "side": "cmo", "words": WORDS, "due_at": at + timedelta(days=2), "reason": ""}
    with scope.opened(by):
        return ask(**(asked | changes), by=by, at=at)


def _answer(world: World, row: AuditRequest, by: Actor | None = None, **given: Any) -> AuditRequest:
    by = by or world.cmo_qa
    with scope.opened(by):
        return answer(request_id=row.pk, given=Answer(**({"words": "Here."} | given)), by=by, reason="", at=now())


def test_what_is_asked_waits_in_the_inbox_of_the_company_that_was_asked(world: World, lots: tuple[Lot, Lot]) -> None:
    row = _ask(world)
    with scope.opened(world.cmo_qa):
        clock = Clock.objects.get(subject_id=row.pk)
        assert (clock.owner_id, clock.owner_roles, clock.state) == (world.keystone.pk, ["CQA", "CQC"], "running")
        assert timedelta(0) <= row.due_at - clock.due_at < timedelta(hours=1)
        assert InboxItem.objects.get(clock=clock).url == f"/room/requests/{row.pk}/"
    assert (row.number, _ask(world, side="sponsor").number) == (1, 2)
    with scope.opened(world.reviewer):
        assert AuditRequest.objects.count() == 2
    with scope.opened(world.other_sponsor):
        assert AuditRequest.objects.count() == 0


def test_an_answer_with_a_record_and_a_file_reaches_the_auditor(world: World, lots: tuple[Lot, Lot]) -> None:
    row, content = _ask(world), b"certificate"
    with pytest.raises(Refused, match="access shows no lot or event KB-2"):
        _answer(world, row, record="KB-2")
    file = Incoming("standard.txt", sha256(content).hexdigest(), len(content), "text/plain", BytesIO(content))
    done = _answer(world, row, record="kb-1", file=file)
    assert (done.state, done.record_label, done.record_page) == ("answered", "lot KB-1", f"/lots/{lots[0].pk}/")
    with scope.opened(world.auditor):
        assert AuditRequest.objects.get().answer == "Here."
        assert EvidenceFile.objects.get().name == "standard.txt"
    with scope.opened(world.cmo_qa):
        assert Clock.objects.get(subject_id=row.pk).state == "met"
    with pytest.raises(Refused, match="is not possible while request 1"):
        _answer(world, row)


def test_why_not_is_an_answer_too(world: World, lots: tuple[Lot, Lot]) -> None:
    row = _ask(world, side="sponsor")
    for by in (world.cmo_qa, world.clerk):
        with scope.opened(by), pytest.raises(Forbidden, match="not put to you"):
            decline(request_id=row.pk, words="No.", by=by, reason="", at=now())
    with scope.opened(world.head):
        with pytest.raises(Refused, match="Say it in words"):
            decline(request_id=row.pk, words=" ", by=world.head, reason="", at=now())
        done = decline(request_id=row.pk, words="It belongs to another customer.", by=world.head, reason="", at=now())
    assert (done.state, done.answered_by_id) == ("declined", world.head.person_id)


def test_the_auditor_withdraws_and_nobody_else(world: World, lots: tuple[Lot, Lot]) -> None:
    row = _ask(world)
    with scope.opened(world.cmo_qa), pytest.raises(Forbidden, match="made for the auditor"):
        withdraw_request(request_id=row.pk, by=world.cmo_qa, reason="", at=now())
    with scope.opened(world.auditor):
        assert withdraw_request(request_id=row.pk, by=world.auditor, reason="", at=now()).state == "withdrawn"
    with scope.opened(world.cmo_qa):
        assert Clock.objects.get(subject_id=row.pk).state == "cancelled"


def _far(at: datetime) -> datetime:
    return at + timedelta(days=4000)


@pytest.mark.parametrize("due", [lambda at: at + timedelta(minutes=59), _far])
def test_the_day_lies_within_the_access(world: World, lots: tuple[Lot, Lot], due: Any) -> None:
    with pytest.raises(Refused, match="due while your access runs"):
        _ask(world, due_at=due(now()))
    with pytest.raises(Refused, match="Say it in words"):
        _ask(world, words=" ")
    with pytest.raises(Forbidden, match="made for the auditor"):
        _ask(world, by=world.head)


def test_an_auditor_cannot_write_past_the_action(world: World, lots: tuple[Lot, Lot]) -> None:
    row = _ask(world)
    with scope.opened(world.auditor), pytest.raises(DatabaseError), transaction.atomic():
        AuditRequest.objects.filter(pk=row.pk).update(state="answered")


def test_when_the_access_ends_its_requests_are_out_of_sight(world: World, lots: tuple[Lot, Lot]) -> None:
    _ask(world)
    by = scope.system(world.alder_keystone.pk)
    with scope.opened(by), acting(by=by, reason="audit is over", at=now()):
        AuditorGrant.objects.update(revoked_at=now())
    with scope.opened(world.auditor):
        assert AuditRequest.objects.count() == 0
        assert Lot.objects.count() == 0
    with scope.opened(world.head):
        assert AuditRequest.objects.count() == 1

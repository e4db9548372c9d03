"""A deviation from report to close: told, clocked, investigated, decided, and the lot's gate with it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from clocks.models import Clock, InboxItem, Notice, OutboxMessage
from kernel import scope
from kernel.errors import Forbidden, Refused, Stale
from kernel.history import acting
from lots.models import Lot, LotGate
from quality_events import rules
from quality_events.actions import approve_event, cancel_event, close_event, question_event
from quality_events.models import QualityEvent
from quality_events.states import LAWFUL, EventDisposition, Missed
from records.models import Signature
from tests.factories.walked import Shop
from tests.quality_events.reported import NOON, approve, close, investigate, propose, report, signed

pytestmark = pytest.mark.lot(until="released")


def _gate(shop: Shop, lot: Lot) -> tuple[bool, list[str]]:
    with scope.opened(shop.world.clerk):
        gate = LotGate.objects.get(lot_id=lot.pk)
        return gate.ok, [r["code"] for r in gate.reasons if not r["is_met"]]


def test_a_major_event_shuts_the_gate_until_it_is_closed(shop: Shop, lot: Lot) -> None:
    assert _gate(shop, lot) == (True, [])
    event = report(shop, lot)
    assert _gate(shop, lot) == (False, ["event_open"])
    investigate(shop, event)
    propose(shop, event)
    approve(shop, event)
    assert _gate(shop, lot) == (False, ["event_open"])
    assert close(shop, event).state == "closed"
    assert _gate(shop, lot) == (True, [])


def test_a_minor_event_does_not_shut_the_gate(shop: Shop, lot: Lot) -> None:
    report(shop, lot, classification="minor")
    assert _gate(shop, lot) == (True, [])


def test_the_sponsor_is_told_at_once_and_its_clock_starts_with_the_proposal(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot)
    with scope.opened(shop.world.reviewer):
        told = set(Notice.objects.filter(key=f"event/{event.pk}/reported").values_list("recipient__email", flat=True))
        assert told == {"qa@alderpine.example", "head.qa@alderpine.example"}
        assert not Clock.objects.filter(rule="quality_events.decide", subject_id=event.pk).exists()
        mails = OutboxMessage.objects.filter(partnership=shop.partnership)
        assert {f"{event.number} (major) on lot KB-1: Desiccant missing"} & {m.payload["subject"] for m in mails}
    propose(shop, investigate(shop, event))
    with scope.opened(shop.world.reviewer):
        clock = Clock.objects.get(rule="quality_events.decide", subject_id=event.pk)
        items = InboxItem.objects.filter(clock=clock, done_at=None, organisation=shop.world.alder)
        assert (clock.started_at, clock.start_evidence) == (NOON, "proposed")
        assert clock.due_at == NOON + timedelta(hours=72)
        assert items.count() == 1


def test_the_clock_is_met_by_the_decision(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot)
    investigate(shop, event)
    propose(shop, event)
    approve(shop, event)
    with scope.opened(shop.world.reviewer):
        assert Clock.objects.get(rule="quality_events.decide", subject_id=event.pk).state == "met"


def test_the_reporter_cannot_decide(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot, by=shop.world.reviewer)
    investigate(shop, event)
    propose(shop, event)
    with pytest.raises(Refused, match="another person must decide"):
        approve(shop, event)
    assert approve(shop, event, by=shop.world.head).state == "decided"


@pytest.mark.parametrize("missing", ["cause", "effect", "correction", "material_action", "rationale", "other_lots"])
def test_nothing_is_proposed_without_the_whole_review(shop: Shop, lot: Lot, missing: str) -> None:
    event = report(shop, lot)
    investigate(shop, event, **{missing: "  "})
    with pytest.raises(Refused, match="Still missing"):
        propose(shop, event)


def test_a_signature_on_changed_content_is_refused(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot)
    investigate(shop, event)
    propose(shop, event)
    by = shop.world.reviewer
    with scope.opened(by):
        shown = signed(by, event) | {"shown_hash": "0" * 64}
        with pytest.raises(Stale):
            approve_event(**shown)
        assert Signature.objects.filter(subject_id=event.pk, meaning="approved").count() == 0


@pytest.mark.parametrize("missed", list(Missed))
@pytest.mark.parametrize("disposition", list(EventDisposition))
def test_the_disposition_table_is_law_in_action_and_database(
    shop: Shop, lot: Lot, missed: str, disposition: str
) -> None:
    """21 CFR 111.77 and 111.113(b): use as it is, where a specification was missed, does not exist."""
    event = report(shop, lot)
    is_lawful = disposition in LAWFUL[missed]
    if is_lawful:
        assert investigate(shop, event, disposition=disposition, missed=missed).disposition == disposition
        return
    with pytest.raises(Refused, match="is not lawful here"):
        investigate(shop, event, disposition=disposition, missed=missed)
    by = shop.world.cmo_qa
    with (
        scope.opened(by),
        pytest.raises(IntegrityError, match="event_disposition_lawful"),
        transaction.atomic(),
        acting(by=by, reason="around the action", at=NOON),
    ):
        QualityEvent.objects.filter(pk=event.pk).update(missed=missed, disposition=disposition)


def test_a_returned_proposal_can_be_investigated_again(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot)
    investigate(shop, event)
    propose(shop, event)
    by = shop.world.reviewer
    with scope.opened(by):
        with pytest.raises(Refused, match="Give a reason"):
            question_event(event_id=event.pk, by=by, reason=" ", at=NOON)
        assert question_event(event_id=event.pk, by=by, reason="Which scale?", at=NOON).state == "investigating"
    investigate(shop, event, cause="The scale was SC-21.")
    assert propose(shop, event).state == "proposed"


def test_only_the_sponsor_cancels_and_the_gate_opens(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot)
    with scope.opened(shop.world.cmo_qa), pytest.raises(Forbidden):
        cancel_event(event_id=event.pk, by=shop.world.cmo_qa, reason="typed twice", at=NOON)
    with scope.opened(shop.world.reviewer):
        assert (
            cancel_event(event_id=event.pk, by=shop.world.reviewer, reason="typed twice", at=NOON).state == "cancelled"
        )
    assert _gate(shop, lot) == (True, [])


def test_the_cmo_cannot_close_what_needs_the_sponsor(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot)
    investigate(shop, event)
    propose(shop, event)
    with scope.opened(shop.world.cmo_qa), pytest.raises(Refused, match="needs the sponsor's approval"):
        close_event(**signed(shop.world.cmo_qa, event))


def test_another_sponsor_does_not_know_the_event(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot)
    with scope.opened(shop.world.other_sponsor):
        assert not QualityEvent.objects.filter(pk=event.pk).exists()
        with pytest.raises(QualityEvent.DoesNotExist):
            approve_event(**{**_bare(shop), "event_id": event.pk})


def _bare(shop: Shop) -> dict[str, object]:
    return {"proof": None, "shown_hash": "", "by": shop.world.other_sponsor, "reason": "", "at": NOON}


def test_a_proposal_needs_a_disposition_and_fixes_the_investigation(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot)
    assert investigate(shop, event, disposition="").disposition == ""
    with pytest.raises(Refused, match="Choose a disposition first"):
        propose(shop, event)
    investigate(shop, event)
    propose(shop, event)
    with pytest.raises(Refused, match="is “Disposition proposed”: its investigation is fixed"):
        investigate(shop, event)


def test_a_rejection_needs_no_scientific_reason_a_treatment_does(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot)
    investigate(shop, event, disposition="treat", rationale="")
    with pytest.raises(Refused, match=r"^Still missing: the scientific reason \(vi\)\.$"):
        propose(shop, event)
    investigate(shop, event, disposition="reject", rationale="")
    assert propose(shop, event).state == "proposed"


def test_the_cmo_alone_closes_what_needs_no_approval(shop: Shop, lot: Lot) -> None:
    minor = investigate(shop, report(shop, lot, classification="minor"))
    rules.check_closable_by_cmo(minor)
    with pytest.raises(Refused, match="needs the sponsor's approval"):
        rules.check_closable_by_cmo(report(shop, lot))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": " "}, "Say in a title and a description what happened"),
        ({"description": ""}, "Say in a title and a description what happened"),
        ({"discovered_at": NOON + timedelta(seconds=1)}, "The time of discovery lies in the future"),
    ],
)
def test_a_report_says_what_happened_and_when(shop: Shop, lot: Lot, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        report(shop, lot, **given)
    assert report(shop, lot, discovered_at=NOON).discovered_at == NOON


def test_a_report_names_lots_of_one_partnership(shop: Shop, lot: Lot) -> None:
    said: dict[str, Any] = {"title": "Seal", "description": "Broken seal.", "discovered_at": NOON, "at": NOON}
    rules.check_report(lots=[lot], **said)
    with pytest.raises(Refused, match="Name at least one lot"):
        rules.check_report(lots=[], **said)
    with pytest.raises(Refused, match="belongs to one partnership"):
        rules.check_report(lots=[lot, Lot(partnership_id=shop.world.blue_keystone.pk)], **said)

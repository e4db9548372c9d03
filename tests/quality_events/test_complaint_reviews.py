"""The review of a complaint, quality control's decision, the closing: right, refused, at the edge."""

import pytest

from kernel import scope
from kernel.errors import Forbidden
from lots.models import Lot
from quality_events.actions.reviewing import (
    close_complaint,
    investigate_complaint,
    send_back,
    set_complaint_aside,
    sign_review,
)
from quality_events.models import QualityEvent
from tests.factories.walked import Shop
from tests.quality_events.reported import cancel
from tests.quality_events.told import (
    AT,
    RECEIVED,
    in_state,
    receive,
    screen,
    sentence,
    signed,
    waiting,
    write_answer,
    write_review,
)


@pytest.mark.lot(until="completed", lots=3)
def test_an_investigation_covers_every_relevant_lot(shop: Shop, lots: list[Lot]) -> None:
    """The caller names one; the review looks at the records of two more, then of one."""
    reviewer, head = shop.world.reviewer, shop.world.head
    complaint = screen(receive(shop, lots[:1]), reviewer)
    write_review(complaint, reviewer, lots=lots)
    write_review(complaint, reviewer, lots=lots[1:2])
    complaint = signed(sign_review, complaint, reviewer)
    assert waiting(shop) == {("Alder", "Decide whether to investigate"), ("Keystone", "Decide whether to investigate")}
    assert sentence(signed, set_complaint_aside, complaint, head).startswith("The review proposes to investigate.")
    with pytest.raises(Forbidden, match="Your role does not allow"):
        signed(investigate_complaint, complaint, reviewer)
    complaint = signed(investigate_complaint, complaint, head)
    with scope.opened(head):
        event = QualityEvent.objects.get()
        hit = set(event.event_lots.values_list("lot__number", flat=True))
    assert (event.kind, event.classification, event.discovered_at) == ("complaint", "minor", RECEIVED)
    assert (event.title, hit) == ("CMP-1: Capsules smell of fish.", {"KB-1", "KB-2"})
    assert (complaint.event_id, complaint.state) == (event.pk, "investigating")
    assert waiting(shop) == {("Alder", "Answer and close"), ("Keystone", "Answer and close")}


@pytest.mark.lot(until="completed")
def test_a_serious_event_is_investigated_as_critical(shop: Shop, lot: Lot) -> None:
    reviewer = shop.world.reviewer
    complaint = screen(receive(shop, [lot]), reviewer, "hospitalization")
    write_review(complaint, reviewer, lots=[lot])
    signed(investigate_complaint, signed(sign_review, complaint, reviewer), shop.world.cmo_qa)
    with scope.opened(reviewer):
        assert QualityEvent.objects.values_list("kind", "classification").get() == ("adverse_event", "critical")


def test_an_unknown_lot_is_no_reason_not_to_look(shop: Shop) -> None:
    by = shop.world.reviewer
    complaint = screen(receive(shop), by)
    assert sentence(write_review, complaint, by).startswith("Name the batches whose records are looked at.")
    assert (
        sentence(write_review, complaint, by, investigate=False, review=" ") == "Say whether to investigate, and why."
    )
    assert write_review(complaint, by, investigate=False).is_to_investigate is False
    assert sentence(signed, sign_review, complaint, shop.world.head).startswith("Somebody else wrote this review.")


def test_a_review_is_written_before_it_is_signed(shop: Shop) -> None:
    complaint = in_state(shop, "screened")
    assert sentence(signed, sign_review, complaint, shop.world.reviewer) == "Say whether to investigate, and why."


def test_who_reviewed_does_not_decide(shop: Shop) -> None:
    head = shop.world.head
    complaint = screen(receive(shop), head)
    write_review(complaint, head, investigate=False)
    complaint = signed(sign_review, complaint, head)
    with pytest.raises(Forbidden, match="You reviewed this complaint"):
        signed(set_complaint_aside, complaint, head)
    assert sentence(signed, investigate_complaint, complaint, shop.world.cmo_qa).startswith(
        "The review proposes not to investigate."
    )
    assert signed(set_complaint_aside, complaint, shop.world.cmo_qa).state == "set_aside"


def test_quality_control_sends_a_review_back(shop: Shop) -> None:
    complaint, by = in_state(shop, "reviewed"), shop.world.head
    with scope.opened(by):
        assert sentence(send_back, complaint_id=complaint.pk, by=by, reason=" ", at=AT).startswith("Give a reason")
        assert send_back(complaint_id=complaint.pk, by=by, reason="no record looked at", at=AT).state == "screened"
    assert waiting(shop) == {("Alder", "Review"), ("Keystone", "Review")}


def test_it_closes_with_findings_and_reply(shop: Shop) -> None:
    complaint, reviewer, head = in_state(shop, "set_aside"), shop.world.reviewer, shop.world.head
    missing = "Write the findings with the follow-up, and the reply."
    assert sentence(signed, close_complaint, complaint, head) == missing
    write_answer(complaint, reviewer, reply=" ")
    assert sentence(signed, close_complaint, complaint, head) == missing
    write_answer(complaint, head)
    with pytest.raises(Forbidden, match="You wrote the findings"):
        signed(close_complaint, complaint, head)
    write_answer(complaint, reviewer)
    closed = signed(close_complaint, complaint, head)
    assert (closed.state, closed.closed_at) == ("closed", AT)
    assert waiting(shop) == set()
    assert sentence(write_answer, complaint, reviewer) == "CMP-1 is “Closed”: it is not answered now."


@pytest.mark.lot(until="completed")
def test_it_stays_open_as_long_as_its_event(shop: Shop, lot: Lot) -> None:
    complaint, head = in_state(shop, "investigating", [lot]), shop.world.head
    write_answer(complaint, shop.world.reviewer)
    assert sentence(signed, close_complaint, complaint, head) == "DEV-1 is still open: it is the investigation."
    with scope.opened(head):
        event = QualityEvent.objects.get()
    cancel(shop, event, "the caller took it back")
    assert signed(close_complaint, complaint, head).state == "closed"

"""A closed event is opened again: gates, holds and clocks as at its report; the history keeps both rounds."""

from datetime import timedelta

import pytest

from clocks.models import Clock, InboxItem, Notice
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from lots.models import Lot
from quality_events.actions import reopen_event
from quality_events.actions.interim import FINAL_CLOCK
from quality_events.models import QualityEvent
from records.models import Signature
from tests.factories.walked import Shop, reload
from tests.quality_events.reported import NOON, approve, close, investigate, propose, report
from tests.quality_events.test_scope import HELD, agree, decide, gates, standings
from tests.workspace.visiting import visitor

RELEASED = pytest.mark.lot(until="released")
LATER = NOON + timedelta(days=20)


def closed(shop: Shop, lot: Lot) -> QualityEvent:
    event = propose(shop, investigate(shop, report(shop, lot)))
    approve(shop, event)
    return close(shop, event)


def reopen(
    shop: Shop, event: QualityEvent, by: Actor | None = None, reason: str = "The retained sample shows it"
) -> QualityEvent:
    by = by or shop.world.reviewer
    with scope.opened(by):
        return reopen_event(event_id=event.pk, by=by, reason=reason, at=LATER)


@RELEASED
@pytest.mark.parametrize("who", ["reviewer", "head", "cmo_qa"])
def test_the_gate_shuts_again_until_it_is_closed_again(shop: Shop, lot: Lot, who: str) -> None:
    event = closed(shop, lot)
    assert reload(lot).gate.ok
    event = reopen(shop, event, getattr(shop.world, who))
    assert (event.state, event.closed_at) == ("reopened", None)
    assert not reload(lot).gate.ok
    assert investigate(shop, event).state == "investigating"
    propose(shop, event)
    approve(shop, event)
    assert not reload(lot).gate.ok
    assert close(shop, event).closed_at == NOON
    assert reload(lot).gate.ok


@RELEASED
def test_it_may_be_proposed_as_it_stands_and_needs_every_signature_anew(shop: Shop, lot: Lot) -> None:
    event = reopen(shop, closed(shop, lot))
    assert propose(shop, event).state == "proposed"
    with pytest.raises(Refused, match=r"^“Close” is not possible while DEV-1 is “Disposition proposed”\.$"):
        close(shop, event)
    approve(shop, event)
    close(shop, event)
    with scope.opened(shop.world.clerk):
        meanings = list(Signature.objects.filter(subject_id=event.pk).order_by("id").values_list("meaning", flat=True))
    assert meanings == ["authored", "approved", "reviewed"] * 2


@RELEASED
def test_the_cmos_days_run_anew_and_both_companies_are_told(shop: Shop, lot: Lot) -> None:
    event = reopen(shop, closed(shop, lot))
    with scope.opened(shop.world.reviewer):
        rounds = Clock.objects.filter(rule=FINAL_CLOCK, subject_id=event.pk).order_by("id")
        assert [(clock.state, clock.start_evidence) for clock in rounds] == [
            ("met", "reported"),
            ("running", "reopened"),
        ]
        assert (rounds[1].started_at, rounds[1].due_at) == (LATER, LATER + timedelta(days=30))
        told = Notice.objects.filter(key__startswith=f"event/{event.pk}/reopened/")
        assert set(told.values_list("recipient__email", flat=True)) == {
            "qa@alderpine.example",
            "head.qa@alderpine.example",
            "qa@keystone.example",
        }
        assert set(told.values_list("subject_line", flat=True)) == {"Reopened, DEV-1: The retained sample shows it"}
    with scope.opened(shop.world.clerk):
        assert InboxItem.objects.filter(key=f"event/{event.pk}/investigate", done_at=None).count() == 1


@RELEASED
def test_the_history_says_who_reopened_it_and_why(shop: Shop, lot: Lot) -> None:
    event = reopen(shop, closed(shop, lot), shop.world.cmo_qa)
    with scope.opened(shop.world.reviewer):
        row = event.history.latest()
        assert (row.state, row.history_change_reason, row.history_user_id) == (
            "reopened",
            "The retained sample shows it",
            shop.world.cmo_qa.person_id,
        )
        assert row.acting_organisation_id == shop.world.keystone.pk


@RELEASED
def test_only_a_closed_event_by_who_may_and_with_a_reason(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot)
    with pytest.raises(Refused, match=r"^“Reopen” is not possible while DEV-1 is “Reported”\.$"):
        reopen(shop, event)
    propose(shop, investigate(shop, event))
    approve(shop, event)
    close(shop, event)
    with pytest.raises(Forbidden):
        reopen(shop, event, shop.world.clerk)
    with pytest.raises(Refused, match=r"^Give a reason: “Reopen” needs one\.$"):
        reopen(shop, event, reason=" ")
    with scope.opened(shop.world.other_sponsor), pytest.raises(QualityEvent.DoesNotExist):
        reopen_event(event_id=event.pk, by=shop.world.other_sponsor, reason="x", at=LATER)
    assert reload(lot).gate.ok


@HELD
def test_affected_lots_are_held_again_and_excluded_ones_stay_free(shop: Shop, lots: list[Lot]) -> None:
    event = investigate(shop, report(shop, lots[0]))
    decide(shop, event, [lots[1]], "excluded", "other roll, counted")
    agree(shop, event, [lots[1]])
    decide(shop, event, [lots[2]], "included", "same fault seen")
    propose(shop, event)
    approve(shop, event)
    close(shop, event)
    assert gates(lots) == [True, True, True]
    reopen(shop, event)
    assert standings(shop, event) == {"KB-1": "included", "KB-2": "excluded", "KB-3": "included"}
    assert gates(lots) == [False, True, False]


@RELEASED
def test_the_page_offers_it_to_who_may(shop: Shop, lot: Lot) -> None:
    event = closed(shop, lot)
    page = f"/events/{event.pk}/"
    offers = {
        who: visitor(getattr(shop.world, who)).get(page).context["may_reopen"]
        for who in ("reviewer", "cmo_qa", "clerk", "auditor")
    }
    assert offers == {"reviewer": True, "cmo_qa": True, "clerk": False, "auditor": False}
    client = visitor(shop.world.reviewer)
    assert client.post(f"{page}reopen/", {"reason": ""}).status_code == 409
    assert client.post(f"{page}reopen/", {"reason": "seen again"}).status_code == 302
    answer = client.get(page)
    assert "Reopened" in answer.content.decode()
    assert answer.context["may_reopen"] is False

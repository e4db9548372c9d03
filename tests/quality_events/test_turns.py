"""Between proposal and decision: whose clock runs, in every round; a deadline that passes decides nothing."""

from datetime import timedelta

import pytest

from clocks.actions import fire_due
from clocks.models import Clock, InboxItem, Notice, OutboxMessage
from kernel import scope
from kernel.errors import Refused
from lots.models import Lot, LotGate
from quality_events.actions import classify_event, question_event
from quality_events.actions.turns import ANSWER_CLOCK, DECISION_CLOCK
from quality_events.models import QualityEvent
from tests.factories.walked import Shop
from tests.quality_events.reported import NOON, approve, cancel, investigate, propose, refuse, report

pytestmark = pytest.mark.lot(until="released")
HOUR = timedelta(hours=1)
SPONSOR, CMO = "Alder & Pine Nutrition", "Keystone Blending Co."


def proposed(shop: Shop, lot: Lot) -> QualityEvent:
    return propose(shop, investigate(shop, report(shop, lot)))


def ask(shop: Shop, event: QualityEvent, at: timedelta = timedelta()) -> QualityEvent:
    by = shop.world.reviewer
    with scope.opened(by):
        return question_event(event_id=event.pk, by=by, reason="Which scale?", at=NOON + at)


def turns(shop: Shop, event: QualityEvent) -> list[tuple[str, str, str, str]]:
    """(rule, who owes, state, what started it) of the event's turns in their order."""
    with scope.opened(shop.world.reviewer):
        found = Clock.objects.filter(subject_id=event.pk, rule__in=[DECISION_CLOCK, ANSWER_CLOCK]).order_by("id")
        return [(c.rule.split(".")[1], c.owner.name, c.state, c.start_evidence) for c in found.select_related("owner")]


def test_no_clock_of_a_turn_runs_before_the_proposal(shop: Shop, lot: Lot) -> None:
    event = investigate(shop, report(shop, lot))
    with scope.opened(shop.world.reviewer):
        by = shop.world.reviewer
        classify_event(event_id=event.pk, classification="critical", by=by, reason="graver", at=NOON)
    assert turns(shop, event) == []
    propose(shop, event)
    with scope.opened(shop.world.reviewer):
        clock = Clock.objects.get(rule=DECISION_CLOCK, subject_id=event.pk)
    assert clock.due_at == NOON + 24 * HOUR  # the hours of the class that it has now


def test_each_round_has_a_clock_of_each_side(shop: Shop, lot: Lot) -> None:
    event = proposed(shop, lot)
    assert ask(shop, event).state == "investigating"
    propose(shop, event)
    assert refuse(shop, event, "the roll was not counted").state == "investigating"
    propose(shop, event)
    approve(shop, event)
    assert turns(shop, event) == [
        ("decide", SPONSOR, "met", "proposed"),
        ("answer", CMO, "met", "asked"),
        ("decide", SPONSOR, "met", "proposed"),
        ("answer", CMO, "met", "asked"),
        ("decide", SPONSOR, "met", "proposed"),
    ]
    with scope.opened(shop.world.reviewer):
        assert not InboxItem.objects.filter(done_at=None, url=f"/events/{event.pk}/").exclude(title__contains="Close")


def test_who_is_asked_hears_how_long_he_has(shop: Shop, lot: Lot) -> None:
    event = proposed(shop, lot)
    ask(shop, event)
    with scope.opened(shop.world.reviewer):
        facts = {
            mail.payload["subject"]: mail.payload["facts"]
            for mail in OutboxMessage.objects.filter(partnership=shop.partnership)
            if mail.payload["facts"]["url"] == f"/events/{event.pk}/"
        }
    decide = facts[f"Decide on {event.number} (major), lot KB-1: Desiccant missing"]
    assert (decide["lot"], decide["clause"].split()[-2:]) == ("KB-1", ["cl.", "5.2"])
    assert decide["how_long"] == "3 d left, due Sun 15 Mar 2026, 16:00 EDT (2026-03-15 20:00 UTC)"
    answer = facts[f"Answer on {event.number}: Which scale?"]
    # NOON is a Thursday afternoon: three business days end on Tuesday
    assert answer["how_long"].endswith("due Tue 17 Mar 2026, 17:00 EDT (2026-03-17 21:00 UTC)")


def test_the_sponsors_own_lateness_escalates_and_decides_nothing(shop: Shop, lot: Lot) -> None:
    """Silent consent never: warned, due, its head, then the CMO that waits; proposed and shut all the while."""
    event = proposed(shop, lot)
    with scope.opened(shop.world.reviewer):
        clock = Clock.objects.get(rule=DECISION_CLOCK, subject_id=event.pk)
    told: dict[int, set[str]] = {}
    for hours in (54, 72, 108, 144, 1000):
        while fire_due(at=NOON + hours * HOUR):
            pass
        with scope.opened(shop.world.reviewer):
            notices = Notice.objects.filter(key__startswith=f"clock/{clock.pk}/", at=NOON + hours * HOUR)
            told[hours] = set(notices.values_list("recipient__email", flat=True))
    assert told == {
        54: {"qa@alderpine.example", "head.qa@alderpine.example"},
        72: {"qa@alderpine.example", "head.qa@alderpine.example"},
        108: {"head.qa@alderpine.example"},
        144: {"qa@keystone.example"},
        1000: set(),
    }
    with scope.opened(shop.world.reviewer):
        assert QualityEvent.objects.get(pk=event.pk).state == "proposed"
        assert Clock.objects.get(pk=clock.pk).state == "breached"
        assert not LotGate.objects.get(lot_id=lot.pk).ok


def test_a_late_decision_is_met_late_and_the_next_round_starts_anew(shop: Shop, lot: Lot) -> None:
    event = proposed(shop, lot)
    ask(shop, event, at=73 * HOUR)
    propose(shop, event)
    assert [(rule, state) for rule, _, state, _ in turns(shop, event)] == [
        ("decide", "met_late"),
        ("answer", "met"),
        ("decide", "running"),
    ]


def test_a_cancelled_event_is_nobodys_turn(shop: Shop, lot: Lot) -> None:
    event = proposed(shop, lot)
    ask(shop, event)
    cancel(shop, event, "typed twice")
    assert [(rule, state) for rule, _, state, _ in turns(shop, event)] == [("decide", "met"), ("answer", "cancelled")]


def test_a_running_clock_is_never_moved_by_a_second_proposal(shop: Shop, lot: Lot) -> None:
    event = proposed(shop, lot)
    with pytest.raises(Refused):
        propose(shop, event)
    with scope.opened(shop.world.reviewer):
        assert Clock.objects.get(rule=DECISION_CLOCK, subject_id=event.pk).started_at == NOON

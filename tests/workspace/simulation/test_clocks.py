"""A deadline under other terms: breached, kept, gone; the instant itself is still in time."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from agreements.terms import compiled
from clocks.calendars import Span, WorkCalendar
from tests.factories.agreed_clauses import clauses
from workspace.simulation import ClockOutcome, PastClock, replayed_clock, result_of
from workspace.simulation.clocks import RULES

BEGAN = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
LATER = BEGAN + timedelta(days=60)
TERMS = compiled("AG-4 v4", [(c.kind, c.number, c.parameters) for c in clauses()])


def past(rule: str = "evidence.hand_off", *, hours: int = 100, ended: float | None = 80, **changed: Any) -> PastClock:
    given: dict[str, Any] = {
        "key": "c", "rule": rule, "title": "Hand over the pack", "started_at": BEGAN,
        "due_at": BEGAN + timedelta(hours=hours), "ended_at": None if ended is None else BEGAN + timedelta(hours=ended),
        "classification": "", "calendar": WorkCalendar(ZoneInfo("America/Denver"), {}), "pauses": (),
    }  # fmt: skip
    return PastClock(**(given | changed))


def outcome(clock: PastClock, at: datetime = LATER) -> tuple[bool, bool]:
    found = replayed_clock(clock, TERMS, at)
    return found.was_breached, found.is_breached


@pytest.mark.parametrize(
    ("ended", "expected"),
    [(72, (False, False)), (72.01, (False, True)), (100, (False, True)), (100.01, (True, True)), (None, (True, True))],
)
def test_a_shorter_time_breaches_more(ended: float | None, expected: tuple[bool, bool]) -> None:
    assert outcome(past(ended=ended)) == expected


def test_a_longer_time_breaches_less() -> None:
    assert outcome(past(hours=24, ended=71)) == (True, False)


def test_what_still_runs_is_judged_as_of_now() -> None:
    assert outcome(past(ended=None), at=BEGAN + timedelta(hours=72)) == (False, False)
    assert outcome(past(ended=None), at=BEGAN + timedelta(hours=73)) == (False, True)


def test_a_pause_counts_for_the_other_terms_too() -> None:
    paused = Span(BEGAN + timedelta(hours=1), BEGAN + timedelta(hours=11))
    assert outcome(past(ended=82, pauses=(paused,))) == (False, False)
    assert outcome(past(ended=82.5, pauses=(paused,))) == (False, True)


@pytest.mark.parametrize(("classification", "expected"), [("critical", True), ("major", False), ("minor", False)])
def test_a_decision_is_due_by_the_class_of_its_event(classification: str, expected: bool) -> None:
    """24 h for critical, 72 h for major; a minor event has no deadline."""
    found = replayed_clock(past("quality_events.decide", ended=30, classification=classification), TERMS, LATER)
    assert found.is_breached is expected
    assert (found.due_at is None) is (classification == "minor")


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_answered(rule: str) -> None:
    assert isinstance(replayed_clock(past(rule, classification="major"), TERMS, LATER), ClockOutcome)


def test_the_result_says_it_in_one_sentence() -> None:
    found = [replayed_clock(past(ended=80), TERMS, LATER), replayed_clock(past(hours=24, ended=71), TERMS, LATER)]
    result = result_of(BEGAN.date(), LATER.date(), [], found)
    assert result.sentence == (
        "On 0 lots and 2 deadlines since 2026-03-09, this version would have blocked 0 lots, let 0 lots go, asked the "
        "sponsor to sign 0 lots more and 0 fewer, breached 1 clock more and 1 fewer."
    )

"""One deadline under other terms: the same start and calendar, another amount. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from agreements.terms import Terms
from clocks.calendars import Span, Unit, WorkCalendar, due

Agreed = tuple[int | None, Unit]
"""How long the duty lasts under the terms; None: it has no deadline."""


@dataclass(frozen=True, slots=True)
class PastClock:
    """A clock as it ran. `classification` is of the event that it is about, empty for others."""

    key: str
    rule: str
    title: str
    started_at: datetime
    due_at: datetime
    ended_at: datetime | None
    classification: str
    calendar: WorkCalendar
    pauses: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class ClockOutcome:
    key: str
    title: str
    was_breached: bool
    is_breached: bool
    due_at: datetime | None
    """Under the other terms; None: no such deadline."""


_AMOUNTS: Mapping[str, Callable[[Terms, str], Agreed]] = {
    "evidence.hand_off": lambda terms, _: (terms.hand_off_hours, terms.hand_off_unit),
    "evidence.review": lambda terms, _: (terms.review_days, "business_days"),
    "evidence.question": lambda terms, _: (terms.question_days, "business_days"),
    "release.disposition": lambda terms, _: (terms.disposition_days, "business_days"),
    "quality_events.notify": lambda terms, of: (terms.notification_hours(of), "hours"),
    "quality_events.decide": lambda terms, of: (terms.decision_hours(of), "hours"),
    "quality_events.interim": lambda terms, _: (terms.interim_days, "business_days"),
    "quality_events.investigation": lambda terms, _: (terms.investigation_days * 24, "hours"),
    "quality_events.oot": lambda terms, _: (terms.oot_days, "business_days"),
    "quality_events.forward_complaint": lambda terms, _: (terms.forward_days, "business_days"),
}
"""The clocks that clauses start by themselves; what people call upon has its own."""
RULES = tuple(_AMOUNTS)


def replayed_clock(past: PastClock, terms: Terms, at: datetime) -> ClockOutcome:
    """Whether it was breached, and whether it would have been; one that still runs is judged at `at`."""
    until = past.ended_at or at
    amount, unit = _AMOUNTS[past.rule](terms, past.classification)
    ends = due(past.started_at, amount, unit, past.calendar, list(past.pauses)) if amount else None
    return ClockOutcome(
        key=past.key,
        title=past.title,
        was_breached=until > past.due_at,
        is_breached=ends is not None and until > ends,
        due_at=ends,
    )

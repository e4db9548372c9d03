"""From a start and an amount to the deadline, keeping every interval that was counted (domain §F.22)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from typing import Literal

from clocks.calendars.spans import Span, without
from clocks.calendars.working import WorkCalendar

Unit = Literal["hours", "days", "business_hours", "business_days"]
FURTHEST_DAYS = 3660
PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Counted:
    """One stretch that was counted, or one day that was not and why."""

    day: date
    spans: tuple[Span, ...]
    closed: str = ""
    paused: tuple[Span, ...] = ()
    """What would have counted, had the clock not been paused."""

    @property
    def length(self) -> timedelta:
        """What it adds, elapsed."""
        return sum((span.length for span in self.spans), timedelta())


@dataclass(frozen=True, slots=True)
class Count:
    """The whole way from the start to the deadline."""

    start: datetime
    amount: int
    unit: Unit
    intervals: tuple[Counted, ...]
    due: datetime


def due(start: datetime, amount: int, unit: Unit, calendar: WorkCalendar, pauses: Sequence[Span] = ()) -> datetime:
    """The deadline, UTC; the very instant is still in time. See `count`."""
    return count(start, amount, unit, calendar, pauses).due


def count(start: datetime, amount: int, unit: Unit, calendar: WorkCalendar, pauses: Sequence[Span] = ()) -> Count:
    """Count `amount` units from `start` (zone-aware) in the calendar, leaving out what was paused.

    hours, days: elapsed, a day being 24 hours. business_hours: hours inside business time.
    business_days: the day of the start does not count; due when the last business day closes. A business day into
    whose hours a pause falls does not count: who owes has whole days.
    Raises ValueError for an amount below one, a start without a zone, or a calendar that never opens.
    """
    if amount < 1:
        raise ValueError(f"a deadline needs at least one {unit}, not {amount}")
    if start.tzinfo is None:
        raise ValueError("the start needs a time zone")
    begins = start.astimezone(UTC)
    day = begins.astimezone(calendar.zone).date()
    if unit == "business_days":
        intervals = list(_business_days(day, amount, calendar, pauses))
    elif unit == "business_hours":
        intervals = list(_business_hours(begins, day, amount, calendar, pauses))
    else:
        length = timedelta(hours=amount if unit == "hours" else amount * 24)
        intervals = list(_elapsed(begins, length, calendar, pauses))
    return Count(begins, amount, unit, tuple(intervals), intervals[-1].spans[-1].ends)


def _elapsed(begins: datetime, length: timedelta, calendar: WorkCalendar, pauses: Sequence[Span]) -> Iterator[Counted]:
    at, left = begins, length
    for pause in sorted(pauses, key=lambda pause: pause.begins):
        if pause.begins >= at + left:
            break
        if pause.ends <= at:
            continue
        if pause.begins > at:
            yield Counted(_day(at, calendar), (Span(at, pause.begins),))
            left -= pause.begins - at
        rest = Span(max(at, pause.begins), pause.ends)
        yield Counted(_day(rest.begins, calendar), (), PAUSED, (rest,))
        at = pause.ends
    yield Counted(_day(at, calendar), (Span(at, at + left),))


def _business_days(first: date, amount: int, calendar: WorkCalendar, pauses: Sequence[Span]) -> Iterator[Counted]:
    left = amount
    for day in _days(first + timedelta(days=1)):
        spans = calendar.working(day)
        paused = _paused(spans, pauses)
        if paused:
            yield Counted(day, (), PAUSED, paused)
            continue
        yield Counted(day, spans, "" if spans else calendar.closed_because(day) or "no business hours")
        left -= bool(spans)
        if not left:
            return


def _business_hours(
    begins: datetime, first: date, amount: int, calendar: WorkCalendar, pauses: Sequence[Span]
) -> Iterator[Counted]:
    left = timedelta(hours=amount)
    for day in _days(first):
        spans = [Span(max(span.begins, begins), span.ends) for span in calendar.working(day) if span.ends > begins]
        taken = []
        for free in chain.from_iterable(without(span, pauses) for span in spans):
            if left:
                piece = Span(free.begins, min(free.ends, free.begins + left))
                left -= piece.length
                taken.append(piece)
        paused = _paused(spans, pauses, until=None if left else taken[-1].ends)
        closed = "" if taken else (PAUSED if paused else calendar.closed_because(day) or "outside business hours")
        yield Counted(day, tuple(taken), closed, paused)
        if not left:
            return


def _paused(spans: Sequence[Span], pauses: Sequence[Span], until: datetime | None = None) -> tuple[Span, ...]:
    """The parts of the spans that lie in a pause, up to the moment `until`."""
    inside = [part for span in spans for part in without(span, without(span, pauses))]
    return tuple(part for part in inside if until is None or part.begins < until)


def _day(instant: datetime, calendar: WorkCalendar) -> date:
    return instant.astimezone(calendar.zone).date()


def _days(first: date) -> Iterator[date]:
    for number in range(FURTHEST_DAYS):
        yield first + timedelta(days=number)
    raise ValueError("the calendar has not enough business time within ten years")

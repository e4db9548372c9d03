"""From a start and an amount to the deadline, keeping every interval that was counted (domain §F.22)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from clocks.calendars.spans import Span
from clocks.calendars.working import WorkCalendar

Unit = Literal["hours", "days", "business_hours", "business_days"]
FURTHEST_DAYS = 3660


@dataclass(frozen=True, slots=True)
class Counted:
    """One stretch that was counted, or one day that was not and why."""

    day: date
    spans: tuple[Span, ...]
    closed: str = ""

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


def due(start: datetime, amount: int, unit: Unit, calendar: WorkCalendar) -> datetime:
    """The deadline, UTC; the very instant is still in time. See `count`."""
    return count(start, amount, unit, calendar).due


def count(start: datetime, amount: int, unit: Unit, calendar: WorkCalendar) -> Count:
    """Count `amount` units from `start` (zone-aware) in the calendar.

    hours, days: elapsed, a day being 24 hours. business_hours: hours inside business time.
    business_days: the day of the start does not count; due when the last business day closes.
    Raises ValueError for an amount below one, a start without a zone, or a calendar that never opens.
    """
    if amount < 1:
        raise ValueError(f"a deadline needs at least one {unit}, not {amount}")
    if start.tzinfo is None:
        raise ValueError("the start needs a time zone")
    begins = start.astimezone(UTC)
    day = begins.astimezone(calendar.zone).date()
    if unit == "business_days":
        intervals = list(_business_days(day, amount, calendar))
    elif unit == "business_hours":
        intervals = list(_business_hours(begins, day, amount, calendar))
    else:
        length = timedelta(hours=amount if unit == "hours" else amount * 24)
        intervals = [Counted(day, (Span(begins, begins + length),))]
    return Count(begins, amount, unit, tuple(intervals), intervals[-1].spans[-1].ends)


def _business_days(first: date, amount: int, calendar: WorkCalendar) -> Iterator[Counted]:
    left = amount
    for day in _days(first + timedelta(days=1)):
        spans = calendar.working(day)
        yield Counted(day, spans, "" if spans else calendar.closed_because(day) or "no business hours")
        left -= bool(spans)
        if not left:
            return


def _business_hours(begins: datetime, first: date, amount: int, calendar: WorkCalendar) -> Iterator[Counted]:
    left = timedelta(hours=amount)
    for day in _days(first):
        taken = []
        for span in calendar.working(day):
            start = max(span.begins, begins)
            if start < span.ends and left:
                piece = Span(start, min(span.ends, start + left))
                left -= piece.length
                taken.append(piece)
        closed = "" if taken else calendar.closed_because(day) or "outside business hours"
        yield Counted(day, tuple(taken), closed)
        if not left:
            return


def _days(first: date) -> Iterator[date]:
    for number in range(FURTHEST_DAYS):
        yield first + timedelta(days=number)
    raise ValueError("the calendar has not enough business time within ten years")

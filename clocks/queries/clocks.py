"""Reads of clocks: of a record, of a lot, and how a deadline was counted."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet

from clocks.calendars import (
    Count,
    Span,
    Unit,
    WorkCalendar,
    count,
    explain,
    moment,
    public_holidays,
    thawed,
    time_of_day,
)
from clocks.models import Clock, ClockPause
from clocks.wording import left_words
from parties.worktime import WEEKDAYS


def calendar_of(clock: Clock) -> WorkCalendar:
    """What it is counted by: as it was written down at its start.

    A clock from before that was written down counts Monday to Friday, 08:00 to 17:00, by its region's holidays.
    """
    zone = ZoneInfo(clock.time_zone)
    if clock.business_time:
        return thawed(zone, clock.business_time)
    return WorkCalendar(zone, public_holidays(clock.holiday_region))


def clocks_of(subject_id: UUID) -> QuerySet[Clock]:
    """All clocks about one record: running ones by their deadline, then the ended, the latest first."""
    clocks = Clock.objects.filter(subject_id=subject_id).select_related("owner")
    return clocks.order_by(F("ended_at").desc(nulls_first=True), "due_at", "id")


def clocks_of_lot(lot_id: UUID) -> QuerySet[Clock]:
    """The clocks that run for a lot now, the most urgent first."""
    return Clock.objects.filter(lot_id=lot_id, ended_at=None).select_related("owner").order_by("due_at", "id")


def running_clock(rule: str, subject_id: UUID) -> Clock | None:
    """The one clock of this rule that runs for this record, breached or not."""
    return Clock.objects.filter(rule=rule, subject_id=subject_id, ended_at=None).first()


def nearest(subject_ids: Iterable[UUID], *, owed_by: UUID | None = None) -> Clock | None:
    """Of the clocks that run about these records the one due first; only what this company owes, where one is named."""
    running = Clock.objects.filter(subject_id__in=list(subject_ids), ended_at=None)
    if owed_by is not None:
        running = running.filter(owner_id=owed_by)
    return running.order_by("due_at", "id").first()


def time_left(clock: Clock | None, at: datetime) -> str:
    """How a mail says it; that nothing is due is said too."""
    return left_words(clock.due_at, clock.time_zone, at) if clock else "no deadline runs"


def pauses_of(clock_id: UUID) -> QuerySet[ClockPause]:
    """All pauses of a clock, in their order; none overlap."""
    return (
        ClockPause.objects.filter(clock_id=clock_id).select_related("granted_by", "organisation").order_by("begins_at")
    )


def counted(clock: Clock, pauses: Iterable[ClockPause]) -> Count:
    """The way from the clock's start to its deadline, without these pauses."""
    spans = [Span(pause.begins_at, pause.counted_until) for pause in pauses]
    unit = cast("Unit", clock.unit)
    return count(clock.started_at, clock.amount, unit, calendar_of(clock), [span for span in spans if span.length])


def explanation(clock: Clock) -> list[str]:
    """How the deadline was counted, line by line; who paused it and why; the last names it (domain §F.22)."""
    zone = ZoneInfo(clock.time_zone)
    pauses = list(pauses_of(clock.pk))
    start, *lines = explain(counted(clock, pauses), zone)
    if clock.start_evidence:
        start = f"{start}: {clock.get_start_evidence_display()}"
    return [start, *_business_time(clock), *(_granted(pause, zone) for pause in pauses), *lines]


def _granted(pause: ClockPause, zone: ZoneInfo) -> str:
    stretch = f"{moment(pause.begins_at, zone)} to {moment(pause.counted_until, zone)}"
    return f"Paused {stretch} by {pause.granted_by} for {pause.organisation}: {pause.reason}"


def _business_time(clock: Clock) -> list[str]:
    """Whose hours and holidays a deadline in business time was counted by."""
    if not clock.business_time:
        return []
    calendar = calendar_of(clock)
    opens, closes = (time_of_day(passed) for passed in (calendar.opens, calendar.closes))
    days = ", ".join(WEEKDAYS[day][:3] for day in sorted(calendar.weekdays))
    return [f"Business time as it stood at the start: {days}, {opens}–{closes}, holidays of {clock.holiday_region}"]

"""Reads of clocks: of a record, of a lot, and how a deadline was counted."""

from collections.abc import Iterable
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet

from clocks.calendars import Count, Span, Unit, WorkCalendar, count, explain, moment, public_holidays
from clocks.models import Clock, ClockPause

HOLIDAY_REGION = "US"
"""Every organisation's until it has one of its own: the product is made under 21 CFR 111."""


def calendar_of(time_zone: str, holiday_region: str = HOLIDAY_REGION) -> WorkCalendar:
    """Business time in this zone: Monday to Friday, 08:00 to 17:00, without the region's public holidays."""
    return WorkCalendar(ZoneInfo(time_zone), public_holidays(holiday_region))


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


def pauses_of(clock_id: UUID) -> QuerySet[ClockPause]:
    """All pauses of a clock, in their order; none overlap."""
    return (
        ClockPause.objects.filter(clock_id=clock_id).select_related("granted_by", "organisation").order_by("begins_at")
    )


def counted(clock: Clock, pauses: Iterable[ClockPause]) -> Count:
    """The way from the clock's start to its deadline, without these pauses."""
    spans = [Span(pause.begins_at, pause.counted_until) for pause in pauses]
    calendar = calendar_of(clock.time_zone, clock.holiday_region)
    unit = cast("Unit", clock.unit)
    return count(clock.started_at, clock.amount, unit, calendar, [span for span in spans if span.length])


def explanation(clock: Clock) -> list[str]:
    """How the deadline was counted, line by line; who paused it and why; the last names it (domain §F.22)."""
    zone = ZoneInfo(clock.time_zone)
    pauses = list(pauses_of(clock.pk))
    start, *lines = explain(counted(clock, pauses), zone)
    return [start, *(_granted(pause, zone) for pause in pauses), *lines]


def _granted(pause: ClockPause, zone: ZoneInfo) -> str:
    stretch = f"{moment(pause.begins_at, zone)} to {moment(pause.counted_until, zone)}"
    return f"Paused {stretch} by {pause.granted_by} for {pause.organisation}: {pause.reason}"

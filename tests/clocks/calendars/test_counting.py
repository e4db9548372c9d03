"""Deadlines on days that people know: weekends, holidays, changes of clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clocks.calendars import Span, Unit, WorkCalendar, count, due, public_holidays

NEW_YORK = ZoneInfo("America/New_York")
OFFICE = WorkCalendar(NEW_YORK, public_holidays("US"))


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "wanted"),
    [
        (local(2026, 1, 12, 10), 24, "hours", local(2026, 1, 13, 10)),
        # the night of 8 March 2026 is an hour short: 24 elapsed hours end an hour later on the wall
        (local(2026, 3, 7, 10), 24, "hours", local(2026, 3, 8, 11)),
        (local(2026, 10, 31, 10), 1, "days", local(2026, 11, 1, 9)),
        (local(2026, 1, 12, 10), 3, "business_hours", local(2026, 1, 12, 13)),
        # Friday 15:00: two hours that day, the third on Monday
        (local(2026, 1, 9, 15), 3, "business_hours", local(2026, 1, 12, 9)),
        # exactly to closing time: still that day
        (local(2026, 1, 9, 15), 2, "business_hours", local(2026, 1, 9, 17)),
        # at closing time and on a Sunday counting begins at the next opening
        (local(2026, 1, 9, 17), 1, "business_hours", local(2026, 1, 12, 9)),
        (local(2026, 1, 11, 12), 1, "business_hours", local(2026, 1, 12, 9)),
        # Martin Luther King Day, 19 January 2026, is skipped
        (local(2026, 1, 16, 16), 2, "business_hours", local(2026, 1, 20, 9)),
        # the day of the start does not count; due at closing time
        (local(2026, 1, 12, 0, 1), 1, "business_days", local(2026, 1, 13, 17)),
        (local(2026, 1, 16, 10), 1, "business_days", local(2026, 1, 20, 17)),
        # serious adverse event received on Monday 16 November 2026: 15 business days skip Thanksgiving
        (local(2026, 11, 16, 9), 15, "business_days", local(2026, 12, 8, 17)),
    ],
)
def test_deadlines(start: datetime, amount: int, unit: Unit, wanted: datetime) -> None:
    assert due(start, amount, unit, OFFICE) == wanted.astimezone(UTC)


def test_the_day_of_the_start_is_the_owners_not_utcs() -> None:
    """22:00 in New York is the next day in UTC: Tuesday is the first business day all the same."""
    assert due(local(2026, 1, 12, 22), 1, "business_days", OFFICE) == local(2026, 1, 13, 17)


@pytest.mark.parametrize("amount", [0, -1])
def test_a_deadline_needs_an_amount(amount: int) -> None:
    with pytest.raises(ValueError, match="at least one hours"):
        due(local(2026, 1, 12, 10), amount, "hours", OFFICE)


def test_a_start_without_a_zone_is_refused() -> None:
    naive = local(2026, 1, 12, 10).replace(tzinfo=None)
    with pytest.raises(ValueError, match="needs a time zone"):
        due(naive, 1, "hours", OFFICE)


@pytest.mark.parametrize("unit", ["business_days", "business_hours"])
def test_a_calendar_that_never_opens_is_refused(unit: Unit) -> None:
    with pytest.raises(ValueError, match="not enough business time"):
        due(local(2026, 1, 12, 10), 1, unit, WorkCalendar(NEW_YORK, weekdays=frozenset()))


def test_every_interval_is_kept_and_adds_up() -> None:
    counted = count(local(2026, 1, 16, 15), 12, "business_hours", OFFICE)
    assert [(i.day.day, i.length, i.closed) for i in counted.intervals] == [
        (16, timedelta(hours=2), ""),
        (17, timedelta(), "Saturday"),
        (18, timedelta(), "Sunday"),
        (19, timedelta(), "Martin Luther King Jr. Day"),
        (20, timedelta(hours=9), ""),
        (21, timedelta(hours=1), ""),
    ]
    assert counted.due == local(2026, 1, 21, 9)


def test_an_hour_put_back_can_cut_business_time_in_two() -> None:
    """Open from 01:30 to 02:00 on the night clocks go back: that half hour is there twice."""
    night = WorkCalendar(NEW_YORK, {}, timedelta(hours=1, minutes=30), timedelta(hours=2), weekdays=frozenset({6}))
    counted = count(local(2026, 10, 31, 12), 1, "business_days", night)
    half_hours = [(span.begins, span.ends) for span in counted.intervals[-1].spans]
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    hour, half = timedelta(hours=1), timedelta(minutes=30)
    assert half_hours == [(first, first + half), (first + hour, first + hour + half)]


def test_business_time_inside_the_skipped_hour_is_no_business_day() -> None:
    """Open from 02:15 to 02:45 only: on 8 March 2026 that never comes, so the Sunday after it counts."""
    night = WorkCalendar(NEW_YORK, {}, timedelta(hours=2, minutes=15), timedelta(hours=2, minutes=45), frozenset({6}))
    counted = count(local(2026, 3, 7, 12), 1, "business_days", night)
    assert counted.intervals[0].closed == "no business hours"
    assert counted.due == local(2026, 3, 15, 2, 45)


def pause(begins: datetime, ends: datetime) -> Span:
    return Span(begins.astimezone(UTC), ends.astimezone(UTC))


MONDAY_NOON = pause(local(2026, 1, 12, 12), local(2026, 1, 12, 14))
OVER_TUESDAY = pause(local(2026, 1, 12, 16), local(2026, 1, 14, 9))


@pytest.mark.parametrize(
    ("amount", "unit", "pauses", "wanted"),
    [
        (24, "hours", [MONDAY_NOON], local(2026, 1, 13, 12)),
        (24, "hours", [MONDAY_NOON, OVER_TUESDAY], local(2026, 1, 15, 5)),
        # two that overlap stop the clock once
        (24, "hours", [MONDAY_NOON, pause(local(2026, 1, 12, 13), local(2026, 1, 12, 15))], local(2026, 1, 13, 13)),
        # one that begins at the deadline comes too late, one that was over before the start changes nothing
        (2, "hours", [MONDAY_NOON], local(2026, 1, 12, 12)),
        (2, "hours", [pause(local(2026, 1, 12, 8), local(2026, 1, 12, 10))], local(2026, 1, 12, 12)),
        (3, "hours", [MONDAY_NOON], local(2026, 1, 12, 15)),
        (3, "business_hours", [MONDAY_NOON], local(2026, 1, 12, 15)),
        (2, "business_hours", [MONDAY_NOON], local(2026, 1, 12, 12)),
        (6, "business_hours", [OVER_TUESDAY], local(2026, 1, 12, 16)),
        (7, "business_hours", [OVER_TUESDAY], local(2026, 1, 14, 10)),
        # the day of the start does not count anyway; Tuesday and Wednesday are touched
        (1, "business_days", [MONDAY_NOON], local(2026, 1, 13, 17)),
        (1, "business_days", [OVER_TUESDAY], local(2026, 1, 15, 17)),
        # a pause outside business hours costs no business day
        (1, "business_days", [pause(local(2026, 1, 12, 17), local(2026, 1, 13, 8))], local(2026, 1, 13, 17)),
        (1, "business_days", [pause(local(2026, 1, 12, 17), local(2026, 1, 13, 8, 1))], local(2026, 1, 14, 17)),
    ],
)
def test_what_was_paused_is_left_out(amount: int, unit: Unit, pauses: list[Span], wanted: datetime) -> None:
    """From Monday 12 January 2026, 10:00."""
    assert due(local(2026, 1, 12, 10), amount, unit, OFFICE, pauses) == wanted.astimezone(UTC)

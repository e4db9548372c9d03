"""Deadlines against a naive minute-by-minute walk: random calendars of up to ten days, DST days included."""

import os
import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from clocks.calendars import Unit, WorkCalendar, count, explain

CALENDARS = 10_000 if os.environ.get("FAULTS") == "heavy" else 300
MINUTE = timedelta(minutes=1)
# Zones with the days on which their clocks change: at night, at midnight, half an hour, a skipped day.
CHANGES = [
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("America/Denver", date(2026, 11, 1)),
    ("America/Havana", date(2026, 3, 8)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Asia/Beirut", date(2026, 3, 29)),
    ("Pacific/Apia", date(2011, 12, 29)),
    ("Asia/Kolkata", date(2026, 6, 15)),
]


def a_calendar(dice: random.Random) -> tuple[WorkCalendar, datetime]:
    """A random calendar, and a start near a day on which its clocks change."""
    name, day = dice.choice(CHANGES)
    opens = timedelta(minutes=dice.randrange(0, 20 * 60, 15))
    closes = min(opens + timedelta(minutes=dice.randrange(30, 14 * 60, 15)), timedelta(hours=24))
    closed = {day + timedelta(days=dice.randrange(-3, 9)): "Founder's day" for _ in range(dice.randrange(3))}
    weekdays = frozenset(dice.sample(range(7), dice.choice([5, 5, 6, 7])))
    start = datetime.combine(day, time(), UTC) + timedelta(minutes=dice.randrange(-3 * 1440, 1440))
    return WorkCalendar(ZoneInfo(name), closed, opens, closes, weekdays), start


def walk(start: datetime, amount: int, unit: Unit, calendar: WorkCalendar) -> datetime:
    """The naive way: look at the wall clock every minute."""
    if unit in {"hours", "days"}:
        return start + MINUTE * 60 * amount * (24 if unit == "days" else 1)
    first = start.astimezone(calendar.zone).date()
    at, minutes, days, working_day = start, 0, 0, first
    while True:
        wall = at.astimezone(calendar.zone)
        passed = timedelta(hours=wall.hour, minutes=wall.minute)
        open_now = (
            wall.weekday() in calendar.weekdays
            and wall.date() not in calendar.holidays
            and calendar.opens <= passed < calendar.closes
        )
        at += MINUTE
        if not open_now:
            continue
        minutes += 1
        if unit == "business_hours" and minutes == amount * 60:
            return at
        if unit == "business_days" and wall.date() > first:
            days += wall.date() != working_day
            working_day = wall.date()
            if days == amount and not _opens_again(at, calendar):
                return at


def _opens_again(at: datetime, calendar: WorkCalendar) -> bool:
    """Whether the same wall-clock day still has business minutes after this one."""
    day = (at - MINUTE).astimezone(calendar.zone).date()
    for minute in range(26 * 60):
        wall = (at + MINUTE * minute).astimezone(calendar.zone)
        if wall.date() > day:
            return False
        if calendar.opens <= timedelta(hours=wall.hour, minutes=wall.minute) < calendar.closes:
            return True
    return False


def difference(seed: int) -> str:
    """What is wrong with the deadline of this seed's calendar; empty when nothing is."""
    dice = random.Random(seed)  # noqa: S311 - a reproducible test, no secret
    calendar, start = a_calendar(dice)
    unit: Unit = dice.choice(["hours", "days", "business_hours", "business_hours", "business_days"])
    amount = {"hours": 200, "days": 9, "business_hours": 16, "business_days": 4}[unit]
    counted = count(start, dice.randint(1, amount), unit, calendar)
    wanted = walk(start, counted.amount, unit, calendar)
    if counted.due != wanted:
        return f"seed {seed}: {counted.due} instead of {wanted}\n" + "\n".join(explain(counted, calendar.zone))
    whole = sum((interval.length for interval in counted.intervals), timedelta())
    if unit == "business_hours" and whole != timedelta(hours=counted.amount):
        return f"seed {seed}: the intervals add up to {whole}"
    return ""


@pytest.mark.faults
def test_deadlines_agree_with_a_minute_by_minute_walk() -> None:
    wrong = [problem for seed in range(CALENDARS) if (problem := difference(seed))]
    assert wrong == []


@pytest.mark.faults
def test_the_walk_finds_a_calendar_that_ignores_a_change_of_clocks() -> None:
    """Control: a calendar on a fixed offset differs from the walk somewhere."""
    found = 0
    for seed in range(100):
        calendar, start = a_calendar(random.Random(seed))  # noqa: S311 - a reproducible test, no secret
        fixed = replace(calendar, zone=_frozen(calendar.zone, start))
        found += count(start, 12, "business_hours", fixed).due != walk(start, 12, "business_hours", calendar)
    assert found > 20


def _frozen(zone: ZoneInfo, at: datetime) -> ZoneInfo:
    hours = round((at.astimezone(zone).utcoffset() or timedelta()) / timedelta(hours=1))
    return ZoneInfo(f"Etc/GMT{-hours:+d}")

"""Deadlines against a naive minute-by-minute walk: random calendars of up to ten days, DST days included."""

import json
import os
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from clocks.calendars import Span, Unit, WorkCalendar, count, explain, frozen, thawed

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


def some_pauses(dice: random.Random, start: datetime) -> list[Span]:
    """None, one or two pauses of up to a day and a half, which may overlap."""
    begun = [start + timedelta(minutes=dice.randrange(-300, 4 * 1440)) for _ in range(dice.choice([0, 1, 2]))]
    return [Span(at, at + timedelta(minutes=dice.randrange(1, 2160))) for at in begun]


def walk(start: datetime, amount: int, unit: Unit, calendar: WorkCalendar, pauses: Sequence[Span] = ()) -> datetime:
    """The naive way: look at the wall clock every minute."""
    if unit == "business_days":
        return _walk_days(start, amount, calendar, pauses)
    at, left = start, amount * 60 * (24 if unit == "days" else 1)
    while left:
        left -= not _is_paused(at, pauses) and (unit != "business_hours" or _is_open(at, calendar))
        at += MINUTE
    return at


def _walk_days(start: datetime, amount: int, calendar: WorkCalendar, pauses: Sequence[Span]) -> datetime:
    """The last open minute of the day that completes the amount; a day with a paused minute does not count."""
    first = start.astimezone(calendar.zone).date()
    minutes: dict[date, list[datetime]] = {}
    at = start
    while True:
        for _ in range(1440):
            day = at.astimezone(calendar.zone).date()
            if day > first and _is_open(at, calendar):
                minutes.setdefault(day, []).append(at)
            at += MINUTE
        # clocks put back over midnight return to a day: it is over when the one after the next has begun
        over = [day for day in sorted(minutes) if day < at.astimezone(calendar.zone).date() - timedelta(days=1)]
        counting = [day for day in over if not any(_is_paused(minute, pauses) for minute in minutes[day])]
        if len(counting) >= amount:
            return minutes[counting[amount - 1]][-1] + MINUTE


def _is_open(at: datetime, calendar: WorkCalendar) -> bool:
    wall = at.astimezone(calendar.zone)
    passed = timedelta(hours=wall.hour, minutes=wall.minute)
    is_working_day = wall.weekday() in calendar.weekdays and wall.date() not in calendar.holidays
    return is_working_day and calendar.opens <= passed < calendar.closes


def _is_paused(at: datetime, pauses: Sequence[Span]) -> bool:
    return any(pause.begins <= at < pause.ends for pause in pauses)


def difference(seed: int) -> str:
    """What is wrong with the deadline of this seed's calendar, as a clock keeps it; empty when nothing is."""
    dice = random.Random(seed)  # noqa: S311 - a reproducible test, no secret
    calendar, start = a_calendar(dice)
    unit: Unit = dice.choice(["hours", "days", "business_hours", "business_hours", "business_days"])
    amount = {"hours": 200, "days": 9, "business_hours": 16, "business_days": 4}[unit]
    pauses = some_pauses(dice, start)
    kept = json.loads(json.dumps(frozen(calendar, start.date() - timedelta(days=2), start.date() + timedelta(days=60))))
    counted = count(start, dice.randint(1, amount), unit, thawed(calendar.zone, kept), pauses)
    wanted = walk(start, counted.amount, unit, calendar, pauses)
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

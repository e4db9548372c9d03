"""A calendar as JSON: what a clock counts by is written on it, so that no later holiday or hour moves it. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from clocks.calendars.working import WorkCalendar

MINUTE = timedelta(minutes=1)


def frozen(calendar: WorkCalendar, first: date, last: date) -> dict[str, Any]:
    """Hours in minutes of the day, weekdays, and each closed day from `first` to `last` with its name."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    closed = {day.isoformat(): str(calendar.holidays[day]) for day in days if day in calendar.holidays}
    return {
        "opens": calendar.opens // MINUTE,
        "closes": calendar.closes // MINUTE,
        "weekdays": sorted(calendar.weekdays),
        "closed": closed,
    }


def thawed(zone: ZoneInfo, kept: Mapping[str, Any]) -> WorkCalendar:
    """The calendar again; outside of the days that were kept it knows no holiday."""
    return WorkCalendar(
        zone,
        {date.fromisoformat(day): name for day, name in kept["closed"].items()},
        kept["opens"] * MINUTE,
        kept["closes"] * MINUTE,
        frozenset(kept["weekdays"]),
    )

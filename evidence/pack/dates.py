"""Dates and times that can be read in one way only."""

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from evidence.pack.problems import NotReadable

FIRST_YEAR, LAST_YEAR = 1990, 2120
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2})?\Z")
_SLASHED = re.compile(r"[0-9]{1,4}[/.][0-9]{1,2}[/.][0-9]{1,4}\Z")
DAY_CURE = "Write year-month-day, for example 2026-03-04."
MOMENT_CURE = "Write it as 2026-03-04 14:05 (site time) or 2026-03-04T14:05-06:00."


def read_day(value: object) -> date:
    """A calendar day from an ISO text or a date cell. Raises NotReadable for anything else."""
    if isinstance(value, datetime):
        if value.tzinfo is not None or (value.hour, value.minute, value.second, value.microsecond) != (
            0,
            0,
            0,
            0,
        ):
            raise NotReadable(f"“{value}” is a date with a time of day.", DAY_CURE)
        value = value.date()
    if isinstance(value, date):
        return _in_range(value)
    if not isinstance(value, str):
        raise NotReadable(f"“{value}” is not a date.", DAY_CURE)
    return _day_from_text(value.strip())


@lru_cache(maxsize=1024)  # a pack of thousands of rows knows a few days
def _day_from_text(text: str) -> date:
    if not _DAY.match(text):
        if _SLASHED.match(text):
            raise NotReadable(f"“{text}” can be read as two different days.", DAY_CURE)
        raise NotReadable(f"“{text}” is not a date written year-month-day.", DAY_CURE)
    try:
        return _in_range(date.fromisoformat(text))
    except NotReadable:
        raise
    except ValueError:
        raise NotReadable(f"“{text}” is no day of the calendar.", DAY_CURE) from None


def read_moment(value: object, zone: ZoneInfo | None) -> datetime:
    """A point in time, in UTC, to the second.

    A text or cell without an offset is site time, `zone`; hours that the change of clocks makes double or
    leaves out are refused, because nobody can say which moment was meant.
    """
    if isinstance(value, str):
        value = _moment_from_text(value.strip())
    if not isinstance(value, datetime):
        raise NotReadable(f"“{value}” is not a date with a time of day.", MOMENT_CURE)
    if value.microsecond:
        raise NotReadable(f"“{value}” has fractions of a second.", "Write whole seconds or minutes.")
    _in_range(value.date())
    if value.tzinfo is not None:
        return value.astimezone(UTC)
    if zone is None:
        raise NotReadable(f"“{value}” says no time zone.", "Give the offset, or the site's time zone in the header.")
    return _from_site_time(value, zone)


def _from_site_time(value: datetime, zone: ZoneInfo) -> datetime:
    early, late = (value.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    moment = early.astimezone(UTC)
    if early.utcoffset() == late.utcoffset():
        return moment
    missing = moment.astimezone(zone).replace(tzinfo=None) != value
    why = "does not exist" if missing else "happened twice"
    raise NotReadable(
        f"“{value:%Y-%m-%d %H:%M}” {why} in {zone.key}: the clocks changed then.",
        "Give the offset too, for example 2026-11-01T01:30-06:00.",
    )


def _moment_from_text(text: str) -> datetime:
    if not _MOMENT.match(text):
        if "/" in text or re.match(r"[0-9]{1,2}\.", text):
            raise NotReadable(f"“{text}” can be read as two different days.", MOMENT_CURE)
        raise NotReadable(f"“{text}” is not a date with a time of day.", MOMENT_CURE)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise NotReadable(f"“{text}” is no day and time of the calendar.", MOMENT_CURE) from None


def _in_range(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NotReadable(f"The year {day.year} cannot be right.", f"Write a year from {FIRST_YEAR} to {LAST_YEAR}.")
    return day

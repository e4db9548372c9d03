"""Time is explicit: the site's zone is shown, UTC on hover, and what is left is said in words."""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

SOON = timedelta(hours=4)
MINUTE, HOUR, DAY = 60, 3600, 86_400


class Left(NamedTuple):
    words: str  # "17 h 20 min left", "2 d 3 h overdue"
    state: str  # running, due_soon or overdue: a code of `looks.LOOKS`
    seconds: int  # negative when overdue


def local_words(value: datetime, zone: tzinfo) -> str:
    """`12 Nov 2025 07:05 MST` at the site."""
    return f"{value.astimezone(zone):%d %b %Y %H:%M %Z}".lstrip("0")


def utc_words(value: datetime) -> str:
    """`2025-11-12 14:05:09 UTC`, as records have it."""
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def machine(value: datetime) -> str:
    """`2025-11-12T14:05:09Z` for `<time datetime>` and the browser's countdown."""
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def span_words(seconds: int) -> str:
    """A span in its two largest units: `17 h 20 min`, `2 d 3 h`, `45 min`, `under a minute`."""
    days, rest = divmod(abs(seconds), DAY)
    hours, rest = divmod(rest, HOUR)
    minutes = rest // MINUTE
    if days:
        return f"{days} d {hours} h" if hours else f"{days} d"
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min" if minutes else "under a minute"


def left(due_at: datetime, now: datetime) -> Left:
    """What is left until `due_at`; the same words as `static/js/countdown.js`, which counts on from here."""
    seconds = int((due_at - now).total_seconds())
    if seconds <= 0:
        return Left(f"{span_words(seconds)} overdue" if seconds else "due now", "overdue", seconds)
    return Left(f"{span_words(seconds)} left", "due_soon" if seconds <= SOON.total_seconds() else "running", seconds)

"""A deadline that people can check by hand: each counted interval in words, ending in the deadline."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from clocks.calendars.counting import Count, Counted
from clocks.calendars.spans import Span

UNITS = {
    "hours": ("hour, elapsed", "hours, elapsed"),
    "days": ("day of 24 hours", "days of 24 hours"),
    "business_hours": ("business hour", "business hours"),
    "business_days": ("business day", "business days"),
}


def explain(counted: Count, zone: ZoneInfo) -> list[str]:
    """One line for the start, one for each interval or closed day, the last for the deadline."""
    singular, plural = UNITS[counted.unit]
    lines = [f"{counted.amount} {singular if counted.amount == 1 else plural} from {moment(counted.start, zone)}"]
    lines += [_line(interval, zone) for interval in counted.intervals]
    return [*lines, f"Due {moment(counted.due, zone)}, {counted.due.astimezone(UTC):%Y-%m-%d %H:%M} UTC"]


def moment(instant: datetime, zone: ZoneInfo) -> str:
    """`Mon 23 Nov 2026, 14:00 EST`."""
    return f"{instant.astimezone(zone):%a %d %b %Y, %H:%M %Z}"


def time_of_day(passed: timedelta) -> str:
    """`08:00` for what has passed of the day; `24:00` is its end."""
    hours, minutes = divmod(passed // timedelta(minutes=1), 60)
    return f"{hours:02}:{minutes:02}"


def words(length: timedelta) -> str:
    """`9 h`, `2 h 30 min`, `3 d 4 h`: whole minutes, days of 24 hours from two on; the sign is dropped."""
    minutes = int(abs(length).total_seconds() // 60)
    hours, minutes = divmod(minutes, 60)
    if hours >= 48:  # noqa: PLR2004 - two days
        days, hours = divmod(hours, 24)
        return f"{days} d {hours} h" if hours else f"{days} d"
    return " ".join([*([f"{hours} h"] if hours else []), *([f"{minutes} min"] if minutes or not hours else [])])


def _line(interval: Counted, zone: ZoneInfo) -> str:
    paused = " and ".join(_stretch(span, zone) for span in interval.paused)
    if not interval.spans:
        return f"{interval.day:%a %d %b %Y}: not counted, {interval.closed}{paused and ' '}{paused}"
    stretches = " and ".join(_stretch(span, zone) for span in interval.spans)
    line = f"{interval.day:%a %d %b %Y}: {stretches} = {words(interval.length)}"
    return f"{line}; paused {paused}" if paused else line


def _stretch(span: Span, zone: ZoneInfo) -> str:
    begins, ends = span.begins.astimezone(zone), span.ends.astimezone(zone)
    if begins.date() == ends.date():
        return f"{begins:%H:%M}–{ends:%H:%M} {ends:%Z}"
    return f"{begins:%H:%M %Z} to {moment(span.ends, zone)}"

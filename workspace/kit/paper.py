"""Time on paper: nothing can be hovered there, so the zone and its distance from UTC are printed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

UNKNOWN = "–"


def printed_moment(value: datetime | None, zone: str) -> str:
    """`17 Nov 2025 09:40:00 MST (UTC−07:00)`: the time at the site in full (21 CFR 11.50(a)(2)).

    A zone whose name is only a number ("-03") is given by its distance alone; an unknown time is a dash.
    """
    if value is None:
        return UNKNOWN
    local = value.astimezone(ZoneInfo(zone))
    name = local.tzname() or ""
    distance = f"{local:%z}"[:5].replace("-", "\u2212")
    named = f" {name}" if name.isalpha() else ""
    return f"{local.day} {local:%b %Y %H:%M:%S}{named} (UTC{distance[:3]}:{distance[3:]})"


def printed_day(value: date | None) -> str:
    """`17 Nov 2025`: no country reads it another way; an unknown day is a dash."""
    return UNKNOWN if value is None else f"{value.day} {value:%b %Y}"

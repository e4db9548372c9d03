"""The lines that a person can check by hand."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clocks.calendars import Span, Unit, WorkCalendar, count, explain, public_holidays
from clocks.calendars.explaining import words

NEW_YORK = ZoneInfo("America/New_York")


def test_business_hours_over_a_holiday_weekend() -> None:
    calendar = WorkCalendar(NEW_YORK, public_holidays("US"))
    start = datetime(2026, 1, 16, 15, 30, tzinfo=NEW_YORK)
    assert explain(count(start, 4, "business_hours", calendar), NEW_YORK) == [
        "4 business hours from Fri 16 Jan 2026, 15:30 EST",
        "Fri 16 Jan 2026: 15:30–17:00 EST = 1 h 30 min",
        "Sat 17 Jan 2026: not counted, Saturday",
        "Sun 18 Jan 2026: not counted, Sunday",
        "Mon 19 Jan 2026: not counted, Martin Luther King Jr. Day",
        "Tue 20 Jan 2026: 08:00–10:30 EST = 2 h 30 min",
        "Due Tue 20 Jan 2026, 10:30 EST, 2026-01-20 15:30 UTC",
    ]


def test_one_elapsed_day_over_a_change_of_clocks() -> None:
    start = datetime(2026, 3, 7, 10, 0, tzinfo=NEW_YORK)
    assert explain(count(start, 1, "days", WorkCalendar(NEW_YORK)), NEW_YORK) == [
        "1 day of 24 hours from Sat 07 Mar 2026, 10:00 EST",
        "Sat 07 Mar 2026: 10:00 EST to Sun 08 Mar 2026, 11:00 EDT = 24 h",
        "Due Sun 08 Mar 2026, 11:00 EDT, 2026-03-08 15:00 UTC",
    ]


@pytest.mark.parametrize(
    ("unit", "amount", "lines"),
    [
        (
            "business_hours",
            8,
            [
                "Mon 12 Jan 2026: 10:00–16:00 EST = 6 h; paused 16:00–17:00 EST",
                "Tue 13 Jan 2026: not counted, paused 08:00–17:00 EST",
                "Wed 14 Jan 2026: 09:00–11:00 EST = 2 h; paused 08:00–09:00 EST",
            ],
        ),
        (
            "hours",
            8,
            [
                "Mon 12 Jan 2026: 10:00–16:00 EST = 6 h",
                "Mon 12 Jan 2026: not counted, paused 16:00 EST to Wed 14 Jan 2026, 09:00 EST",
                "Wed 14 Jan 2026: 09:00–11:00 EST = 2 h",
            ],
        ),
        (
            "business_days",
            1,
            [
                "Tue 13 Jan 2026: not counted, paused 08:00–17:00 EST",
                "Wed 14 Jan 2026: not counted, paused 08:00–09:00 EST",
                "Thu 15 Jan 2026: 08:00–17:00 EST = 9 h",
            ],
        ),
    ],
)
def test_what_was_paused_is_named(unit: Unit, amount: int, lines: list[str]) -> None:
    calendar = WorkCalendar(NEW_YORK, public_holidays("US"))
    begins, ends = (datetime(2026, 1, day, hour, tzinfo=NEW_YORK).astimezone(UTC) for day, hour in ((12, 16), (14, 9)))
    start = datetime(2026, 1, 12, 10, tzinfo=NEW_YORK)
    assert explain(count(start, amount, unit, calendar, [Span(begins, ends)]), NEW_YORK)[1:-1] == lines


@pytest.mark.parametrize(
    ("length", "wanted"),
    [
        (timedelta(), "0 min"),
        (timedelta(seconds=59), "0 min"),
        (timedelta(minutes=61), "1 h 1 min"),
        (timedelta(hours=47, minutes=59), "47 h 59 min"),
        (timedelta(hours=48), "2 d"),
        (timedelta(hours=76), "3 d 4 h"),
        (-timedelta(hours=2), "2 h"),
    ],
)
def test_lengths_in_words(length: timedelta, wanted: str) -> None:
    assert words(length) == wanted

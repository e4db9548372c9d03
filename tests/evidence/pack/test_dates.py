from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from evidence.pack.dates import read_day, read_moment
from evidence.pack.problems import NotReadable

DENVER = ZoneInfo("America/Denver")
MIDNIGHT, MORNING = datetime(2026, 3, 4), datetime(2026, 3, 4, 8, 5)  # noqa: DTZ001 - as date cells hold them


def test_a_day_is_read_from_iso_text_and_from_date_cells() -> None:
    assert read_day("2026-03-04") == date(2026, 3, 4)
    assert read_day(date(2026, 3, 4)) == date(2026, 3, 4)
    assert read_day(MIDNIGHT) == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("03/04/2026", "“03/04/2026” can be read as two different days."),
        ("3.4.2026", "“3.4.2026” can be read as two different days."),
        ("2026/03/04", "“2026/03/04” can be read as two different days."),
        ("4 Mar 2026", "“4 Mar 2026” is not a date written year-month-day."),
        ("2026-3-4", "“2026-3-4” is not a date written year-month-day."),
        ("２０２６-03-04", "“２０２６-03-04” is not a date written year-month-day."),
        ("2026-02-30", "“2026-02-30” is no day of the calendar."),
        ("1900-01-01", "The year 1900 cannot be right."),
        ("", "“” is not a date written year-month-day."),
        (46085, "“46085” is not a date."),
        (MORNING, "“2026-03-04 08:05:00” is a date with a time of day."),
    ],
)
def test_an_unclear_day_is_refused_with_the_reason(value: object, reason: str) -> None:
    with pytest.raises(NotReadable) as refused:
        read_day(value)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-03-04T08:05-07:00", datetime(2026, 3, 4, 15, 5, tzinfo=UTC)),
        ("2026-03-04T15:05:00Z", datetime(2026, 3, 4, 15, 5, tzinfo=UTC)),
        ("2026-03-04 08:05", datetime(2026, 3, 4, 15, 5, tzinfo=UTC)),
        (MORNING, datetime(2026, 3, 4, 15, 5, tzinfo=UTC)),
        ("2026-07-04 08:05", datetime(2026, 7, 4, 14, 5, tzinfo=UTC)),
    ],
)
def test_a_time_without_offset_is_site_time(value: object, moment: datetime) -> None:
    assert read_moment(value, DENVER) == moment


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("2026-11-01 01:30", "“2026-11-01 01:30” happened twice in America/Denver: the clocks changed then."),
        ("2026-03-08 02:30", "“2026-03-08 02:30” does not exist in America/Denver: the clocks changed then."),
        ("03/04/2026 08:05", "“03/04/2026 08:05” can be read as two different days."),
        ("2026-03-04", "“2026-03-04” is not a date with a time of day."),
        ("2026-03-04 24:05", "“2026-03-04 24:05” is no day and time of the calendar."),
        ("2026-03-04 8:05 AM", "“2026-03-04 8:05 AM” is not a date with a time of day."),
        ("2026-03-04 08:05:00.5", "“2026-03-04 08:05:00.5” is not a date with a time of day."),
        (date(2026, 3, 4), "“2026-03-04” is not a date with a time of day."),
        (46085.5, "“46085.5” is not a date with a time of day."),
    ],
)
def test_an_unclear_time_is_refused_with_the_reason(value: object, reason: str) -> None:
    with pytest.raises(NotReadable) as refused:
        read_moment(value, DENVER)
    assert refused.value.reason == reason


def test_an_hour_that_happens_twice_is_clear_with_its_offset() -> None:
    assert read_moment("2026-11-01T01:30-07:00", DENVER) == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)


def test_without_any_zone_a_time_is_refused() -> None:
    with pytest.raises(NotReadable, match="says no time zone"):
        read_moment("2026-03-04 08:05", None)

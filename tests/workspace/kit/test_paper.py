"""Times and days as records print them."""

from datetime import UTC, date, datetime

import pytest

from workspace.kit.paper import printed_day, printed_moment

NOON = datetime(2026, 7, 4, 12, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "zone", "words"),
    [
        (NOON, "America/Denver", "4 Jul 2026 06:00:05 MDT (UTC\u221206:00)"),
        (NOON.replace(month=1), "America/Denver", "4 Jan 2026 05:00:05 MST (UTC\u221207:00)"),
        (NOON, "UTC", "4 Jul 2026 12:00:05 UTC (UTC+00:00)"),
        (NOON, "Asia/Kolkata", "4 Jul 2026 17:30:05 IST (UTC+05:30)"),
        (NOON, "America/Sao_Paulo", "4 Jul 2026 09:00:05 (UTC\u221203:00)"),
        (NOON.replace(day=14, hour=0), "Pacific/Auckland", "14 Jul 2026 12:00:05 NZST (UTC+12:00)"),
        (None, "America/Denver", "–"),
    ],
)
def test_a_moment_carries_zone_and_distance(value: datetime | None, zone: str, words: str) -> None:
    assert printed_moment(value, zone) == words


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    first, second = (datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (7, 8))
    assert printed_moment(first, "America/Denver") == "1 Nov 2026 01:30:00 MDT (UTC\u221206:00)"
    assert printed_moment(second, "America/Denver") == "1 Nov 2026 01:30:00 MST (UTC\u221207:00)"


@pytest.mark.parametrize(("value", "words"), [(date(2026, 3, 9), "9 Mar 2026"), (None, "–")])
def test_a_day_is_read_one_way_only(value: date | None, words: str) -> None:
    assert printed_day(value) == words

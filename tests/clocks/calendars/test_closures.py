"""Holidays by region."""

from datetime import date

import pytest

from clocks.calendars import public_holidays


def test_federal_holidays_with_observed_days() -> None:
    table = public_holidays("US")
    assert table.get(date(2026, 11, 26)) == "Thanksgiving Day"
    assert table.get(date(2026, 7, 3)) == "Independence Day (observed)"
    assert table.get(date(2026, 7, 6)) is None


def test_a_part_of_a_country_adds_its_own() -> None:
    day = date(2026, 3, 31)
    assert public_holidays("US").get(day) is None
    assert public_holidays("US-CA").get(day) == "Cesar Chavez Day"


def test_an_unknown_region_is_refused() -> None:
    with pytest.raises(NotImplementedError):
        public_holidays("ZZ")

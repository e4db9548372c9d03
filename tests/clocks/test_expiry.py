"""Each warning before an end is given once, on its day (domain §C0)."""

from datetime import date, timedelta

import pytest

from clocks.expiry import due_warning

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("left", "warned", "now"),
    [
        (91, None, None), (90, None, 90), (89, 90, None), (61, 90, None), (60, 90, 60), (30, 60, 30), (31, 60, None),
        (1, 30, None), (0, 30, 0), (-5, 30, 0), (-5, 0, None), (10, None, 30),
    ],
)  # fmt: skip
def test_each_warning_is_given_once_at_its_day(left: int, warned: int | None, now: int | None) -> None:
    assert due_warning(TODAY + timedelta(days=left), TODAY, warned) == now


def test_what_does_not_end_is_never_warned_of() -> None:
    assert due_warning(None, TODAY, None) is None

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from evidence.pack.problems import NotReadable
from evidence.pack.workbook.cells import read_cell, write_cell

DENVER = ZoneInfo("America/Denver")


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("number", 0.1, Decimal("0.1")),
        ("number", 0.30000000000000004, Decimal("0.3")),
        ("number", 360.0, Decimal(360)),
        ("value", 12.5, Decimal("12.5")),
        ("value", "ND", "ND"),
        ("text", "007", "007"),
        ("day", date(2026, 3, 4), date(2026, 3, 4)),
        ("yes or no", "Yes", True),
        ("yes or no", False, False),
    ],
)
def test_a_cell_gives_its_value(kind: str, cell: object, value: object) -> None:
    assert read_cell(kind, cell) == value


@pytest.mark.parametrize(
    ("kind", "cell", "reason"),
    [
        ("text", 7.0, "The cell holds the number 7, not a text."),
        ("text", True, "The cell holds the truth value TRUE, not a text."),
        ("number", True, "The cell holds the truth value TRUE, not a number."),
        ("value", date(2026, 5, 10), "The cell holds the date 2026-05-10, not a number."),
        ("day", 46085.0, "The cell holds the number 46085, not a date."),
        ("moment", date(2026, 3, 4), "“2026-03-04” has no time of day."),
        ("moment", 0.5, "The cell holds the number 0.5, not a date with a time."),
        ("yes or no", "maybe", "“maybe” is neither yes nor no."),
    ],
)
def test_a_cell_of_another_type_is_refused(kind: str, cell: object, reason: str) -> None:
    with pytest.raises(NotReadable) as refused:
        read_cell(kind, cell)
    assert refused.value.reason == reason


def test_seconds_that_a_date_cell_cannot_hold_exactly_are_rounded() -> None:
    shown = datetime(2026, 3, 4, 8, 5, 0)  # noqa: DTZ001 - as date cells hold it
    assert read_cell("moment", shown.replace(second=4, minute=4, microsecond=999_600)) == shown.replace(
        minute=4, second=5
    )
    half = shown.replace(microsecond=400_000)
    assert read_cell("moment", half) == half


def test_a_time_the_cell_cannot_say_is_written_with_its_offset() -> None:
    twice = datetime.fromisoformat("2026-11-01T08:30:00+00:00")
    midnight = datetime.fromisoformat("2026-03-04T07:00:00+00:00")
    plain = datetime.fromisoformat("2026-03-04T15:05:00+00:00")
    written = [write_cell("moment", moment, zone=DENVER, decimal_comma=False) for moment in (twice, midnight, plain)]
    assert written == [
        "2026-11-01T01:30:00-07:00",
        "2026-03-04T00:00:00-07:00",
        datetime(2026, 3, 4, 8, 5),  # noqa: DTZ001 - site time, as the cell holds it
    ]


def test_decimals_keep_their_zeros_and_take_the_workbooks_mark() -> None:
    assert write_cell("number", Decimal("12.50"), zone=DENVER, decimal_comma=False) == "12.50"
    assert write_cell("number", Decimal("12.50"), zone=DENVER, decimal_comma=True) == "12,50"
    assert write_cell("unit", "[ppm]", zone=DENVER, decimal_comma=True) == "ppm"

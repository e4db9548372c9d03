"""A result against its limits as a small drawing: where the value stands, drawn to scale."""

from decimal import Decimal
from typing import NamedTuple

WIDTH = 120  # user units of the drawing
MARGIN = 10
ROOM = Decimal("0.25")  # of the span, beyond each limit


class LimitBar(NamedTuple):
    low_x: float | None  # the lower limit's line, None when there is none
    high_x: float | None
    band_x: float
    band_width: float
    value_x: float
    inside: bool
    beyond: str  # "", "left" or "right": the value stands past the drawing's edge


def _window(low: Decimal | None, high: Decimal | None) -> tuple[Decimal, Decimal]:
    if low is not None and high is not None:
        room = (high - low) * ROOM or abs(high) * ROOM or Decimal(1)
        return low - room, high + room
    only = low if low is not None else high
    if only is None:
        raise ValueError("A limit bar needs a lower or an upper limit.")
    span = abs(only) or Decimal(1)
    return (only - span, only + span) if low is not None else (only - span, only + span * ROOM)


def limit_bar(value: Decimal, low: Decimal | None, high: Decimal | None) -> LimitBar:
    """Where `value` stands between `low` and `high` (same unit); at least one limit is given.

    A value on a limit is inside it: the specification's own words are "not less than", "not more than".
    """
    start, end = _window(low, high)

    def place(number: Decimal) -> float:
        share = min(max((number - start) / (end - start), Decimal(0)), Decimal(1))
        return round(MARGIN + float(share) * (WIDTH - 2 * MARGIN), 1)

    low_x = None if low is None else place(low)
    high_x = None if high is None else place(high)
    band_x = float(MARGIN) if low_x is None else low_x
    band_end = float(WIDTH - MARGIN) if high_x is None else high_x
    inside = (low is None or value >= low) and (high is None or value <= high)
    beyond = "left" if value < start else "right" if value > end else ""
    return LimitBar(low_x, high_x, band_x, round(band_end - band_x, 1), place(value), inside, beyond)

"""The chart of a trend: one dot a result, oldest first, with the limits that were computed from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from evidence.models import TrendLimits
from evidence.pack.rules.quantities import shown
from evidence.pack.tolerance import LEAST_POINTS
from evidence.trend_points import Point
from masters.models import SpecificationTest

WIDTH, HEIGHT = 720, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 12, 96, 14, 14


@dataclass(frozen=True, slots=True)
class Dot:
    """A result at its place on the drawing, in its units."""

    x: int
    y: int
    text: str
    is_outside: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A level across the drawing; `kind` is mean, limit or chart."""

    y: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Chart:
    """`text` says in words what the drawing shows."""

    dots: list[Dot]
    lines: list[Line]
    text: str
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def end(self) -> int:
        """Where the lines end, and their figures begin."""
        return self.width - _RIGHT


@dataclass(frozen=True, slots=True)
class TestLine:
    """One test of the product in the list: how many results, which limits."""

    test: SpecificationTest
    count: int
    locked: TrendLimits | None
    waiting: TrendLimits | None

    @property
    def missing(self) -> int:
        """How many more results limits need."""
        return max(0, LEAST_POINTS - self.count)


def chart_of(points: Sequence[Point], limits: TrendLimits | None) -> Chart:
    """The results, and mean and limits where there are any."""
    levels = _levels(limits) if limits else []
    values = [point.value for point in points] + [value for value, _, _ in levels]
    low, high = min(values, default=Decimal(0)), max(values, default=Decimal(1))
    span = (high - low) or Decimal(1)

    def y(value: Decimal) -> int:
        return _TOP + round((HEIGHT - _TOP - _BOTTOM) * (high - value) / span)

    step = Decimal(WIDTH - _LEFT - _RIGHT) / max(len(points) - 1, 1)
    dots = [
        Dot(
            _LEFT + round(step * place),
            y(point.value),
            f"lot {point.lot}: {shown(point.value)}",
            limits is not None and not limits.low <= point.value <= limits.high,
        )
        for place, point in enumerate(points)
    ]
    return Chart(dots, [Line(y(value), shown(value), kind) for value, kind, _ in levels], _said(points, limits))


def _levels(limits: TrendLimits) -> list[tuple[Decimal, str, str]]:
    return [
        (limits.high.quantize(Decimal("1e-4")), "limit", "upper"),
        (limits.mean.quantize(Decimal("1e-4")), "mean", "mean"),
        (limits.low.quantize(Decimal("1e-4")), "limit", "lower"),
    ]


def _said(points: Sequence[Point], limits: TrendLimits | None) -> str:
    values = [point.value for point in points]
    if not values:
        return "No results yet."
    text = f"{len(values)} results from {shown(min(values))} to {shown(max(values))}"
    if limits is None:
        return f"{text}; no limits are locked."
    return f"{text}; limits {shown(limits.low)} to {shown(limits.high)}."


def stored_points(limits: TrendLimits) -> list[Point]:
    """The results as the limits keep them."""
    return [Point(point["lot"], point["result"], Decimal(point["value"])) for point in limits.points]

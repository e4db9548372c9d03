"""Where the accounts of a recall are, as a plain plot of latitude and longitude: no tiles, nobody else's server."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, floor, radians

WIDTH, MARGIN = 640, 24
_STEPS = (1, 2, 5, 10, 20, 30)
_MOST_LINES = 10


@dataclass(frozen=True, slots=True)
class Point:
    """An account with coordinates, in degrees; `tone`: answered, silent or untold."""

    name: str
    latitude: float
    longitude: float
    tone: str


@dataclass(frozen=True, slots=True)
class Dot:
    x: int
    y: int
    name: str
    tone: str


@dataclass(frozen=True, slots=True)
class GridLine:
    """A meridian at x or a parallel at y, with its degrees in words."""

    at: int
    label: str


@dataclass(frozen=True, slots=True)
class Plot:
    width: int
    height: int
    dots: tuple[Dot, ...]
    meridians: tuple[GridLine, ...]
    parallels: tuple[GridLine, ...]


def plot(points: Sequence[Point]) -> Plot | None:
    """Whole degrees around the points, a degree of longitude as wide as it is in their middle; None without points."""
    if not points:
        return None
    south, north = _edges([point.latitude for point in points], 90)
    west, east = _edges([point.longitude for point in points], 180)
    squeeze = max(cos(radians((south + north) / 2)), 0.1)
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * squeeze)
    height = round((north - south) * scale) + 2 * MARGIN

    def x(longitude: float) -> int:
        return round(MARGIN + (longitude - west) * squeeze * scale)

    def y(latitude: float) -> int:
        return round(MARGIN + (north - latitude) * scale)

    return Plot(
        WIDTH,
        height,
        tuple(Dot(x(p.longitude), y(p.latitude), p.name, p.tone) for p in sorted(points, key=lambda p: p.name)),
        tuple(GridLine(x(degree), _label(degree, "E", "W")) for degree in _lines(west, east)),
        tuple(GridLine(y(degree), _label(degree, "N", "S")) for degree in _lines(south, north)),
    )


def _edges(values: Sequence[float], limit: int) -> tuple[int, int]:
    return max(floor(min(values)) - 1, -limit), min(ceil(max(values)) + 1, limit)


def _lines(low: int, high: int) -> range:
    step = next((one for one in _STEPS if (high - low) / one <= _MOST_LINES), _STEPS[-1])
    return range(ceil(low / step) * step, high + 1, step)


def _label(degree: int, plus: str, minus: str) -> str:
    return f"{abs(degree)}°{plus if degree > 0 else minus if degree < 0 else ''}"

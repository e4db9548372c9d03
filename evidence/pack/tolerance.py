"""Limits of a trend: between them lie 99 % of all results, with 95 % confidence (ISO 16269-6, domain §D).

Twenty results estimate mean and spread poorly: three standard deviations around them hold less than they promise. The
factor of a two-sided tolerance interval is wider by just what the few results leave open, and shrinks as they grow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import pairwise

LEAST_POINTS = 20
_MOST_POINTS = 100
_FACTORS = (
    "3.6210", "3.5834", "3.5491", "3.5177", "3.4888", "3.4622", "3.4375", "3.4146", "3.3933", "3.3733",
    "3.3546", "3.3371", "3.3205", "3.3049", "3.2901", "3.2762", "3.2629", "3.2503", "3.2383", "3.2269",
    "3.2160", "3.2055", "3.1956", "3.1860", "3.1768", "3.1680", "3.1596", "3.1515", "3.1436", "3.1361",
    "3.1288", "3.1218", "3.1150", "3.1085", "3.1021", "3.0960", "3.0901", "3.0843", "3.0787", "3.0733",
    "3.0681", "3.0630", "3.0580", "3.0532", "3.0485", "3.0439", "3.0395", "3.0352", "3.0309", "3.0268",
    "3.0228", "3.0189", "3.0151", "3.0114", "3.0077", "3.0042", "3.0007", "2.9973", "2.9940", "2.9907",
    "2.9876", "2.9844", "2.9814", "2.9784", "2.9755", "2.9726", "2.9698", "2.9671", "2.9644", "2.9617",
    "2.9591", "2.9566", "2.9541", "2.9516", "2.9492", "2.9468", "2.9445", "2.9422", "2.9400", "2.9378",
    "2.9356",
)  # fmt: skip
"""For 20, 21 … 100 results of a normal distribution, solved from its exact integral and rounded up."""
_WIDTH_OF_TWO = Decimal("1.128")
"""What two neighbours differ by on average, in standard deviations (d₂ of an individuals chart)."""
_PRECISION = 40
_MOST_PLACES, _MORE_PLACES = 9, 2


@dataclass(frozen=True, slots=True)
class TrendFigures:
    """What a series of results says, in their unit; to two decimals more than the finest result has, at most nine.

    `low`, `high`: the tolerance interval. `chart_low`, `chart_high`: the individuals chart's limits, from the mean
    difference of neighbours: where those are much narrower, the series drifts and its limits promise too little.
    """

    points: int
    mean: Decimal
    deviation: Decimal
    factor: Decimal
    low: Decimal
    high: Decimal
    chart_low: Decimal
    chart_high: Decimal


def factor_for(points: int) -> Decimal:
    """The two-sided factor for so many results, at least twenty; that of a hundred for more.

    Raises ValueError for fewer: nothing is promised from them.
    """
    if points < LEAST_POINTS:
        raise ValueError(f"{points} results; limits need {LEAST_POINTS}")
    return Decimal(_FACTORS[min(points, _MOST_POINTS) - LEAST_POINTS])


def trend_figures(values: Sequence[Decimal]) -> TrendFigures:
    """The figures of results in the order in which they were made, oldest first. Raises ValueError for too few."""
    factor = factor_for(len(values))
    with localcontext(prec=_PRECISION):
        mean = sum(values, Decimal(0)) / len(values)
        deviation = (sum(((value - mean) ** 2 for value in values), Decimal(0)) / (len(values) - 1)).sqrt()
        ranges = [abs(later - earlier) for earlier, later in pairwise(values)]
        spread = 3 * sum(ranges, Decimal(0)) / len(ranges) / _WIDTH_OF_TWO
        to = _step(values)
        return TrendFigures(
            points=len(values),
            mean=mean.quantize(to),
            deviation=deviation.quantize(to),
            factor=factor,
            low=(mean - factor * deviation).quantize(to),
            high=(mean + factor * deviation).quantize(to),
            chart_low=(mean - spread).quantize(to),
            chart_high=(mean + spread).quantize(to),
        )


def _step(values: Sequence[Decimal]) -> Decimal:
    """The last decimal that is worth writing."""
    finest = max(-int(value.as_tuple().exponent) for value in values)
    return Decimal(1).scaleb(-min(max(finest, 0) + _MORE_PLACES, _MOST_PLACES))

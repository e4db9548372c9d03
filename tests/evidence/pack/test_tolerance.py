"""Limits of a trend hold what they promise: 99 % of results, with 95 % confidence (ISO 16269-6)."""

from decimal import Decimal
from itertools import pairwise
from statistics import NormalDist

import pytest

from evidence.pack.tolerance import LEAST_POINTS, factor_for, trend_figures

STEADY = [Decimal(value) for value in ("126", "128")] * 10


@pytest.mark.parametrize(
    ("points", "factor"),
    [(20, "3.6210"), (21, "3.5834"), (30, "3.3546"), (50, "3.1288"), (100, "2.9356"), (101, "2.9356"), (900, "2.9356")],
)
def test_the_factor_of_so_many_results(points: int, factor: str) -> None:
    assert factor_for(points) == Decimal(factor)


def test_fewer_than_twenty_promise_nothing() -> None:
    with pytest.raises(ValueError, match="19 results"):
        factor_for(19)
    with pytest.raises(ValueError, match="0 results"):
        trend_figures([])


def test_more_results_narrow_the_limits() -> None:
    factors = [factor_for(points) for points in range(LEAST_POINTS, 101)]
    assert all(fewer > more for fewer, more in pairwise(factors))
    assert factors[-1] > Decimal(repr(NormalDist().inv_cdf(0.995)))  # the limit for endlessly many


@pytest.mark.parametrize("points", [20, 40, 100])
def test_nineteen_of_twenty_series_hold_ninety_nine_percent(points: int) -> None:
    """By drawing series of a normal process and measuring what lies between their limits."""
    process, factor, series = NormalDist(), float(factor_for(points)), 4000
    held, drawn = 0, process.samples(points * series, seed=points)
    for place in range(series):
        values = NormalDist.from_samples(drawn[place * points : (place + 1) * points])
        low, high = values.mean - factor * values.stdev, values.mean + factor * values.stdev
        held += process.cdf(high) - process.cdf(low) >= 0.99
    assert 0.938 <= held / series <= 0.962  # three and a half standard errors


def test_the_figures_of_a_steady_series() -> None:
    figures = trend_figures([value.quantize(Decimal("1.0000000")) for value in STEADY])
    assert (figures.points, figures.mean, figures.factor) == (20, 127, Decimal("3.6210"))
    assert figures.deviation == Decimal("1.025978352")  # √(20/19)
    assert (figures.low, figures.high) == (Decimal("123.284932387"), Decimal("130.715067613"))
    assert figures.low + figures.high == 2 * figures.mean
    assert figures.chart_high == Decimal("132.319148936")  # 127 + 3 · 2 / 1.128


@pytest.mark.parametrize(
    ("finest", "low"), [("1", "123.28"), ("0.1", "123.285"), ("0.001", "123.28493"), ("1e-10", "123.284932387")]
)
def test_figures_have_two_decimals_more_than_the_finest_result(finest: str, low: str) -> None:
    figures = trend_figures([*STEADY[:-1], STEADY[-1].quantize(Decimal(finest))])
    assert str(figures.low) == low
    shown = {value.as_tuple().exponent for value in (figures.mean, figures.high, figures.deviation, figures.chart_low)}
    assert shown == {figures.low.as_tuple().exponent}


def test_a_drift_shows_as_a_narrow_chart() -> None:
    figures = trend_figures([Decimal(place) for place in range(20)])
    assert figures.chart_high - figures.chart_low < (figures.high - figures.low) / 4


def test_no_spread_gives_limits_without_room() -> None:
    figures = trend_figures([Decimal("127.4")] * 20)
    assert figures.low == figures.high == figures.mean == Decimal("127.4")


def test_a_series_shifted_by_a_constant_shifts_its_limits() -> None:
    one, other = trend_figures(STEADY), trend_figures([value + 5 for value in STEADY])
    assert (other.low - one.low, other.high - one.high, other.deviation - one.deviation) == (5, 5, 0)

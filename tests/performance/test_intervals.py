"""Intervals against published tables and against their own definition."""

from math import exp, lgamma, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.intervals import garwood, wilson


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (0, 0, 0.0, 1.0),
        (0, 10, 0.0, 0.27753),
        (8, 10, 0.49016, 0.94332),
        (10, 10, 0.72247, 1.0),
        (1, 29, 0.00611, 0.17176),
        (95, 100, 0.88825, 0.97846),
    ],
)
def test_wilson(successes: int, trials: int, low: float, high: float) -> None:
    assert wilson(successes, trials) == pytest.approx((low, high), abs=5e-6)


@pytest.mark.parametrize(
    ("events", "exposure", "low", "high"),
    [
        (0, 1, 0.0, 3.68888),
        (1, 1, 0.02532, 5.57164),
        (5, 1, 1.62349, 11.66833),
        (10, 1, 4.79539, 18.39036),
        (100, 1, 81.36399, 121.62679),
        (1, 12, 0.00211, 0.46430),
        (0, 12, 0.0, 0.30741),
    ],
)
def test_garwood(events: int, exposure: float, low: float, high: float) -> None:
    """The last two are the domain's own example: 1 event in 12 lots, and none."""
    assert garwood(events, exposure) == pytest.approx((low, high), abs=5e-6)


def cumulated(count: int, mean: float) -> float:
    return sum(exp(n * log(mean) - mean - lgamma(n + 1)) for n in range(count + 1))


@given(st.integers(1, 400))
def test_each_tail_of_garwood_holds_exactly_two_and_a_half_percent(events: int) -> None:
    low, high = garwood(events, 1)
    assert cumulated(events, high) == pytest.approx(0.025, abs=1e-9)
    assert 1 - cumulated(events - 1, low) == pytest.approx(0.025, abs=1e-9)
    assert low < events < high


@given(st.integers(1, 5000), st.data())
def test_wilson_holds_the_share(trials: int, data: st.DataObject) -> None:
    successes = data.draw(st.integers(0, trials))
    low, high = wilson(successes, trials)
    assert 0.0 <= low <= successes / trials <= high <= 1.0


@pytest.mark.parametrize(("successes", "trials"), [(-1, 5), (6, 5)])
def test_no_share(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson(successes, trials)


@pytest.mark.parametrize(("events", "exposure"), [(-1, 5), (1, 0)])
def test_no_rate(events: int, exposure: float) -> None:
    with pytest.raises(ValueError, match="is no rate"):
        garwood(events, exposure)

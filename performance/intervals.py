"""Exact intervals for shares and rates (domain §D). Pure; no statistics library."""

from math import exp, inf, lgamma, log, sqrt
from typing import NamedTuple

Z_95 = 1.959963984540054
"""The normal quantile of a two-sided 95 % interval."""
TAIL = 0.025


class Interval(NamedTuple):
    low: float
    high: float


def wilson(successes: int, trials: int) -> Interval:
    """95 % score interval of a share (Wilson 1927). (0, 1) where there is no trial.

    Raises ValueError unless 0 ≤ successes ≤ trials.
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is no share")
    if trials == 0:
        return Interval(0.0, 1.0)
    share, square = successes / trials, Z_95**2
    middle = (share + square / (2 * trials)) / (1 + square / trials)
    half = Z_95 * sqrt(share * (1 - share) / trials + square / (4 * trials**2)) / (1 + square / trials)
    low = 0.0 if successes == 0 else middle - half
    return Interval(low, 1.0 if successes == trials else middle + half)


def garwood(events: int, exposure: float) -> Interval:
    """Exact 95 % interval of a Poisson rate per unit of exposure (Garwood 1936).

    Raises ValueError for a negative count or an exposure that is not positive.
    """
    if events < 0 or exposure <= 0:
        raise ValueError(f"{events} in {exposure} is no rate")
    low = 0.0 if events == 0 else _mean_with(events - 1, 1 - TAIL)
    return Interval(low / exposure, _mean_with(events, TAIL) / exposure)


def _mean_with(count: int, probability: float) -> float:
    """The Poisson mean for which P(X ≤ count) is this probability; it falls as the mean grows."""
    low, high = 0.0, 2.0 * count + 20.0
    while high - low > 1e-12 * max(1.0, high):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if _cumulated(count, middle) > probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _cumulated(count: int, mean: float) -> float:
    """P(X ≤ count) of a Poisson variable."""
    logarithm = log(mean) if mean > 0 else -inf
    return sum(exp(n * logarithm - mean - lgamma(n + 1)) for n in range(count + 1)) if mean > 0 else 1.0

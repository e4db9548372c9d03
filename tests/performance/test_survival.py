"""Kaplan–Meier on small sets that can be counted by hand."""

import pytest

from performance.survival import time_by_which


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 20.0), (0.51, 30.0), (0.75, 30.0), (0.9, 40.0), (1.0, 40.0), (0.25, 10.0)]
)
def test_without_censoring_it_is_the_quantile(share: float, expected: float) -> None:
    observed = [(30.0, True), (10.0, True), (40.0, True), (20.0, True)]
    assert time_by_which(share, observed) == expected


def test_what_still_runs_moves_the_median_up() -> None:
    """10 ended, 20 runs, 30 and 40 ended: survival 3/4, then 3/4 · 1/2 = 3/8 at 30."""
    assert time_by_which(0.5, [(10.0, True), (20.0, False), (30.0, True), (40.0, True)]) == 30.0


def test_too_few_have_ended() -> None:
    assert time_by_which(0.5, [(10.0, True), (20.0, False), (30.0, False)]) is None
    assert time_by_which(0.5, []) is None


def test_an_end_counts_before_a_censoring_at_the_same_time() -> None:
    assert time_by_which(0.5, [(10.0, False), (10.0, True)]) == 10.0

"""A draw: repeatable by its seed, without repetition, each item as likely as every other."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.pack.sampling import drawn, sample_size


@pytest.mark.parametrize(
    ("amount", "population", "is_percent", "size"),
    [(5, 100, False, 5), (5, 100, True, 5), (1, 3, True, 1), (100, 7, True, 7), (10, 101, True, 11), (8, 7, False, 8)],
)
def test_percent_is_rounded_up_to_whole_items(amount: int, population: int, is_percent: bool, size: int) -> None:
    assert sample_size(amount, population, is_percent=is_percent) == size


def test_a_draw_is_what_its_seed_says() -> None:
    assert drawn("5eed", range(1, 11), 3) == [7, 1, 8]
    assert drawn("5eed", reversed(range(1, 11)), 3) == [7, 1, 8]
    assert drawn("other", range(1, 11), 3) != [7, 1, 8]


@given(st.text(max_size=32), st.sets(st.integers(1, 10**9), max_size=60), st.data())
def test_drawn_without_repetition_out_of_the_population(seed: str, population: set[int], data: st.DataObject) -> None:
    size = data.draw(st.integers(0, len(population)))
    found = drawn(seed, population, size)
    assert (len(found), len(set(found))) == (size, size)
    assert set(found) <= population
    assert found == drawn(seed, sorted(population, reverse=True), size)
    assert found == drawn(seed, population, len(population))[:size]


def test_more_than_are_there_cannot_be_drawn() -> None:
    assert drawn("s", [1, 2], 2) in ([1, 2], [2, 1])
    with pytest.raises(ValueError, match="3 cannot be drawn out of 2"):
        drawn("s", [1, 2], 3)


def test_every_item_is_as_likely_as_every_other() -> None:
    """4000 draws of 5 out of 20: each item 1000 times, chi-squared below the 0.1 % point for 19 degrees (43.8)."""
    counted = Counter(item for seed in range(4000) for item in drawn(str(seed), range(20), 5))
    assert sum(counted.values()) == 20_000
    assert sum((counted[item] - 1000) ** 2 / 1000 for item in range(20)) < 43.8

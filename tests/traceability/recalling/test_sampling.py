"""Levels, sample sizes, draws that can be repeated."""

from random import Random

import pytest

from traceability.recalling.sampling import draw, percent_of, size_of


@pytest.mark.parametrize(("level", "stated", "percent"), [("A", None, 100), ("B", 11, 11), ("B", 99, 99), ("C", 50, 10),
                                                          ("D", None, 2), ("E", None, 0)])  # fmt: skip
def test_levels(level: str, stated: int | None, percent: int) -> None:
    assert percent_of(level, stated) == percent


@pytest.mark.parametrize("stated", [None, 0, 10, 100, 101])
def test_level_b_lies_between(stated: int | None) -> None:
    with pytest.raises(ValueError, match="more than 10 %"):
        percent_of("B", stated)


@pytest.mark.parametrize(
    ("percent", "accounts", "size"),
    [(100, 7, 7), (10, 30, 3), (10, 31, 4), (2, 30, 1), (2, 50, 1), (2, 51, 2), (0, 9, 0)],
)
def test_sizes_are_rounded_up(percent: int, accounts: int, size: int) -> None:
    assert size_of(percent, accounts) == size


def test_a_draw_can_be_repeated_in_any_order() -> None:
    names = [f"account {n}" for n in range(40)]
    first = draw(names, 4, "seed")
    shuffled = names[:]
    Random(1).shuffle(shuffled)  # noqa: S311 - reproducible on purpose
    assert draw(shuffled, 4, "seed") == first
    assert len(first.drawn) == 4
    assert draw(names, 4, "another").drawn != first.drawn
    assert draw([*names, "one more"], 4, "seed").list_hash != first.list_hash


def test_everybody_is_drawn_about_as_often() -> None:
    names = [f"a{n}" for n in range(10)]
    counts = dict.fromkeys(names, 0)
    for seed in range(2000):
        counts[draw(names, 1, str(seed)).drawn[0]] += 1
    assert all(140 < count < 260 for count in counts.values()), counts

"""The plan of the verification: √n + 1 of a quarter, one of each stretch, repeatable from the seed."""

from collections import Counter
from datetime import date
from math import ceil, sqrt

import pytest

from release.drawing import Draw, draw_for, is_drawn, number_of, quarter_of, stretch_of


def drawn_positions(seed: str, lots: int) -> list[int]:
    """Which of the lots of one quarter are drawn, walked as they are released."""
    found: list[int] = []
    for position in range(1, lots + 1):
        first, last = stretch_of(position) if position > 3 else (0, 0)
        is_taken = any(first <= one <= last for one in found)
        draw = draw_for("root_n", position, is_taken=is_taken, signal="")
        if is_drawn(draw, seed, f"lot {position}"):
            found.append(position)
    return found


@pytest.mark.parametrize("lots", [1, 2, 3, 4, 9, 16, 25, 100])
def test_at_each_square_root_n_plus_one_are_drawn(lots: int) -> None:
    wanted = min(lots, ceil(sqrt(lots)) + 1)
    assert {len(drawn_positions(f"seed {seed}", lots)) for seed in range(40)} == {wanted}


def test_each_stretch_has_one_and_every_lot_of_it_its_chance() -> None:
    counts = Counter(position for seed in range(900) for position in drawn_positions(f"seed {seed}", 9) if position > 4)
    assert set(counts) == {5, 6, 7, 8, 9}
    assert sum(counts.values()) == 900
    assert all(130 <= count <= 230 for count in counts.values())


def test_the_draw_can_be_repeated() -> None:
    assert number_of("00" * 16, "lot 5") == number_of("00" * 16, "lot 5")
    assert drawn_positions("a", 50) == drawn_positions("a", 50)


def test_every_lot_where_the_clause_says_nothing_else_or_after_a_signal() -> None:
    assert draw_for("every_lot", 900, is_taken=True, signal="") == Draw(1, "every lot is verified")
    after = draw_for("root_n", 8, is_taken=True, signal="DEV-31 (major)")
    assert after == Draw(1, "every lot is verified after a signal: DEV-31 (major)")


def test_the_edges_of_a_stretch() -> None:
    assert [stretch_of(n) for n in (4, 5, 9, 10, 16, 17)] == [(2, 4), (5, 9), (5, 9), (10, 16), (10, 16), (17, 25)]
    assert draw_for("root_n", 9, is_taken=False, signal="").one_in == 1
    assert draw_for("root_n", 5, is_taken=False, signal="").one_in == 5
    assert draw_for("root_n", 9, is_taken=True, signal="").one_in == 0


@pytest.mark.parametrize(
    ("day", "quarter"),
    [(date(2026, 1, 1), "2026Q1"), (date(2026, 3, 31), "2026Q1"), (date(2026, 4, 1), "2026Q2"),
     (date(2026, 12, 31), "2026Q4")],
)  # fmt: skip
def test_quarters(day: date, quarter: str) -> None:
    assert quarter_of(day) == quarter

"""Boxes round changed cells: nothing is lost, nothing near is parted, the order of cells does not matter."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.artwork.boxes import Box, gathered

CELLS = st.sets(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=60)


@given(CELLS, st.integers(0, 5), st.integers(1, 12))
def test_every_cell_lies_in_one_box_and_no_box_is_empty(cells: set[tuple[int, int]], gap: int, most: int) -> None:
    boxes = gathered(cells, gap=gap, most=most)
    assert len(boxes) <= most
    for x, y in cells:
        assert sum(box.left <= x < box.right and box.top <= y < box.bottom for box in boxes) == 1
    for box in boxes:
        inside = [(x, y) for x, y in cells if box.left <= x < box.right and box.top <= y < box.bottom]
        assert (min(x for x, _ in inside), max(x for x, _ in inside) + 1) == (box.left, box.right)
        assert (min(y for _, y in inside), max(y for _, y in inside) + 1) == (box.top, box.bottom)


@given(CELLS, st.integers(0, 5), st.randoms())
def test_boxes_stand_apart_whatever_the_order(cells: set[tuple[int, int]], gap: int, random: object) -> None:
    boxes = gathered(cells, gap=gap, most=4000)
    assert not [pair for pair in combinations(boxes, 2) if pair[0].is_near(pair[1], gap)]
    shuffled = sorted(cells, reverse=True)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert gathered(shuffled, gap=gap, most=4000) == boxes


@pytest.mark.parametrize(("x", "boxes"), [(3, 1), (4, 2)])
def test_the_gap_itself_parts(x: int, boxes: int) -> None:
    """Two free cells are nearer than a gap of three; three are not."""
    assert len(gathered([(0, 0), (x, 0)], gap=3, most=9)) == boxes


def test_nothing_changed_is_no_box() -> None:
    assert gathered([], gap=2, most=5) == ()


def test_boxes_are_named_from_top_to_bottom() -> None:
    assert gathered([(50, 40), (1, 9), (30, 9)], gap=2, most=5) == (
        Box(1, 9, 2, 10), Box(30, 9, 31, 10), Box(50, 40, 51, 41),
    )  # fmt: skip


def test_a_page_that_differs_all_over_has_few_boxes() -> None:
    cells = [(x, y) for x in range(0, 300, 4) for y in range(0, 300, 4)]
    assert len(gathered(cells, gap=2, most=40)) <= 40

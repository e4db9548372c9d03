"""Changed spots of a page, gathered into few boxes. Pure: whole numbers in, boxes out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """From the left upper corner to before the right lower one, in cells or pixels."""

    left: int
    top: int
    right: int
    bottom: int

    def with_(self, other: Self) -> "Box":
        """The smallest box round both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def is_near(self, other: Self, gap: int) -> bool:
        """Whether they overlap, or fewer than `gap` free cells part them in both directions."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def scaled(self, size: int) -> "Box":
        return Box(self.left * size, self.top * size, self.right * size, self.bottom * size)


def gathered(cells: Iterable[tuple[int, int]], *, gap: int, most: int) -> tuple[Box, ...]:
    """Boxes that hold every changed cell, no two nearer than `gap`, at most `most`; from top to bottom.

    Where a page differs all over, the gap grows until few enough are left: a list of a thousand boxes shows nobody
    what changed.
    """
    given = {Box(x, y, x + 1, y + 1) for x, y in cells}
    while True:
        boxes = _apart(_joined(given, gap), gap)
        if len(boxes) <= most:
            return tuple(sorted(boxes, key=lambda box: (box.top, box.left)))
        given, gap = boxes, max(gap * 2, 1)


def _joined(boxes: set[Box], size: int) -> set[Box]:
    """Boxes whose squares of that size touch are one: a first, quick round that joins what lies near anyway."""
    if size < 1:
        return boxes
    squares: dict[tuple[int, int], Box] = {}
    for box in boxes:
        place = (box.left // size, box.top // size)
        squares[place] = squares[place].with_(box) if place in squares else box
    return set(squares.values())


def _apart(boxes: set[Box], gap: int) -> set[Box]:
    """Join until no two are near. A sweep from left to right looks only at boxes that are still open there."""
    waiting = boxes
    while True:
        done: set[Box] = set()
        open_: list[Box] = []
        for box in sorted(waiting):
            grown = box
            kept = []
            for other in open_:
                if grown.is_near(other, gap):
                    grown = grown.with_(other)
                elif other.right + gap <= box.left:
                    done.add(other)
                else:
                    kept.append(other)
            open_ = [*kept, grown]
        done.update(open_)
        if len(done) == len(waiting):
            return done
        waiting = done

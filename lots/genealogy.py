"""Edges between lots as plain values, and whether new ones would close a circle (R217). Pure, no Django."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class StatedEdge:
    """Lot `parent_id` went into lot `child_id`; without a quantity nobody says how much."""

    parent_id: UUID
    child_id: UUID
    kind: str
    quantity: Decimal | None = None
    unit: str = ""
    container: str = ""
    happened_on: date | None = None


Pair = tuple[UUID, UUID]
"""What went in, and what was made of it."""


def circle(known: Iterable[Pair], new: Sequence[Pair]) -> list[UUID]:
    """The lots of a circle that the new edges would close, in the order of the goods; empty where they close none.

    Circles among what is known already are not theirs.
    """
    ways: dict[UUID, dict[UUID, None]] = {}
    for parent, child in (*known, *new):
        ways.setdefault(parent, {})[child] = None
    for parent, child in new:
        back = _way(ways, child, parent)
        if back:
            return back
    return []


def _way(ways: Mapping[UUID, Iterable[UUID]], begin: UUID, end: UUID) -> list[UUID]:
    """A shortest way from one lot to another, both named; a lot leads to itself."""
    came: dict[UUID, UUID | None] = {begin: None}
    waiting = [begin]
    for node in waiting:
        if node == end:
            return _retraced(came, end)
        for other in ways.get(node, ()):
            if other not in came:
                came[other] = node
                waiting.append(other)
    return []


def _retraced(came: Mapping[UUID, UUID | None], end: UUID) -> list[UUID]:
    path: list[UUID] = []
    node: UUID | None = end
    while node is not None:
        path.append(node)
        node = came[node]
    return path[::-1]

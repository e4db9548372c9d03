"""Where the boxes of a scope's picture stand: layers by level, left to right; collapsed by level when there are many.

The table is the record. The picture shows the same lots, or their numbers by level, and is drawn once for the page and
for paper.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

MOST = 300
WIDTH, HEIGHT, ACROSS, DOWN, MARGIN = 132, 34, 72, 12, 8
LONGEST = 18
"""Characters that fit into a box."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One lot or account to be drawn."""

    key: str
    label: str
    note: str
    tone: str
    """certain, possible, asked or account."""


@dataclass(frozen=True, slots=True)
class Box:
    x: int
    y: int
    label: str
    note: str
    tone: str
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    path: str
    is_proven: bool


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    is_collapsed: bool
    box_width: int = WIDTH
    box_height: int = HEIGHT


Edge = tuple[str, str, bool]
"""From, to, and whether it is proven."""


def picture(marks: Sequence[Mark], edges: Iterable[Edge], most: int = MOST) -> Picture:
    """The same for the same marks and edges, in whatever order."""
    known = {mark.key: mark for mark in sorted(marks, key=lambda mark: (mark.label, mark.key))}
    kept = sorted({edge for edge in edges if edge[0] in known and edge[1] in known and edge[0] != edge[1]})
    level = levels(list(known), kept)
    if len(known) > most:
        return _drawn(*_collapsed(known, kept, level), is_collapsed=True)
    return _drawn(known, kept, level, is_collapsed=False)


def levels(keys: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """One more than the deepest parent's; the lots of a circle follow what leads into it."""
    parents: dict[str, set[str]] = {key: set() for key in keys}
    children: dict[str, set[str]] = {key: set() for key in keys}
    for near, far, _ in edges:
        parents[far].add(near)
        children[near].add(far)
    level: dict[str, int] = {}
    place = {key: number for number, key in enumerate(keys)}
    waiting = {key: len(parents[key]) for key in keys}
    while len(level) < len(keys):
        ready = [key for key in keys if key not in level and waiting[key] == 0]
        if not ready:  # a circle: the lot that waits for the fewest goes first
            ready = [min((key for key in keys if key not in level), key=lambda key: (waiting[key], place[key]))]
        for key in ready:
            level[key] = max((level[one] + 1 for one in parents[key] if one in level), default=0)
            for child in children[key]:
                waiting[child] -= 1
    return level


def _collapsed(
    known: Mapping[str, Mark], edges: Iterable[Edge], level: Mapping[str, int]
) -> tuple[dict[str, Mark], list[Edge], dict[str, int]]:
    """One box for each level and tone, with how many it stands for; a line between is proven when all of them are."""
    groups: dict[str, list[Mark]] = {}
    of: dict[str, str] = {}
    for key, mark in known.items():
        of[key] = f"{level[key]:04}/{mark.tone}"
        groups.setdefault(of[key], []).append(mark)
    marks = {
        name: Mark(name, _counted(members),
                   f"{members[0].label} … {members[-1].label}" if len(members) > 1 else members[0].label,
                   members[0].tone)
        for name, members in groups.items()
    }  # fmt: skip
    lines: dict[tuple[str, str], bool] = {}
    for near, far, is_proven in edges:
        pair = (of[near], of[far])
        if pair[0] != pair[1]:
            lines[pair] = lines.get(pair, True) and is_proven
    return marks, [(*pair, proven) for pair, proven in sorted(lines.items())], {n: int(n[:4]) for n in marks}


def _counted(members: Sequence[Mark]) -> str:
    word = "account" if members[0].tone == "account" else "lot"
    return f"{len(members)} {word}{'' if len(members) == 1 else 's'}"


def _drawn(
    marks: Mapping[str, Mark], edges: Iterable[Edge], level: Mapping[str, int], *, is_collapsed: bool
) -> Picture:
    layers: dict[int, list[str]] = {}
    for key in marks:
        layers.setdefault(level[key], []).append(key)
    ties = list(edges)
    order = _ordered(layers, ties)
    place = {key: (depth, row) for depth, keys in order.items() for row, key in enumerate(keys)}
    tallest = max((len(keys) for keys in order.values()), default=0)
    boxes = tuple(_box(marks[key], *place[key]) for keys in order.values() for key in keys)
    lines = tuple(Line(_path(place[near], place[far]), is_proven) for near, far, is_proven in ties)
    width = 2 * MARGIN + (max(order, default=0) + 1) * WIDTH + max(order, default=0) * ACROSS
    return Picture(width, 2 * MARGIN + max(tallest, 1) * (HEIGHT + DOWN) - DOWN, boxes, lines, is_collapsed)


def _ordered(layers: Mapping[int, list[str]], edges: Iterable[Edge]) -> dict[int, list[str]]:
    """Each layer by the middle of what leads to it, so that fewer lines cross; then by name."""
    parents: dict[str, list[str]] = {}
    for near, far, _ in edges:
        parents.setdefault(far, []).append(near)
    row: dict[str, float] = {}
    order = {}
    for depth in sorted(layers):
        keys = list(layers[depth])
        middle = {
            key: sum(row[one] for one in parents.get(key, ()) if one in row) / max(1, len(parents.get(key, ())))
            for key in keys
        }
        order[depth] = sorted(keys, key=lambda key, middle=middle, keys=keys: (middle[key], keys.index(key)))  # type: ignore[misc]
        row.update({key: float(number) for number, key in enumerate(order[depth])})
    return order


def _at(place: tuple[int, int]) -> tuple[int, int]:
    return MARGIN + place[0] * (WIDTH + ACROSS), MARGIN + place[1] * (HEIGHT + DOWN)


def _box(mark: Mark, depth: int, row: int) -> Box:
    x, y = _at((depth, row))
    return Box(x, y, _short(mark.label), _short(mark.note), mark.tone, f"{mark.label}: {mark.note}")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _path(near: tuple[int, int], far: tuple[int, int]) -> str:
    """From the right edge of one box to the left edge of the other."""
    (x, y), (a, b) = _at(near), _at(far)
    x, y, b = x + WIDTH, y + HEIGHT // 2, b + HEIGHT // 2
    half = max(abs(a - x) // 2, 12)
    return f"M{x} {y}C{x + half} {y} {a - half} {b} {a} {b}"

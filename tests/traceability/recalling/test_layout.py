"""Where the boxes stand: every lot once, parents left of children, the same for the same lots, collapsed when many."""

from random import Random

import pytest

from traceability.recalling.layout import MOST, Edge, Mark, levels, picture
from traceability.recalling.shown import picture_of


def marks(count: int, tone: str = "certain") -> list[Mark]:
    return [Mark(f"k{n:04}", f"L-{n}", "lot", tone) for n in range(count)]


def test_parents_stand_left_of_their_children() -> None:
    edges: list[Edge] = [("k0000", "k0001", True), ("k0001", "k0002", True), ("k0000", "k0002", False)]
    assert levels([m.key for m in marks(3)], edges) == {"k0000": 0, "k0001": 1, "k0002": 2}
    found = picture(marks(3), edges)
    assert [box.label for box in sorted(found.boxes, key=lambda box: box.x)] == ["L-0", "L-1", "L-2"]
    assert [line.is_proven for line in found.lines] == [True, False, True]


@pytest.mark.parametrize("seed", range(20))
def test_every_lot_has_a_place_of_its_own(seed: int) -> None:
    """Circles among them, shuffled, stated twice: the same picture."""
    chance = Random(seed)  # noqa: S311 - reproducible on purpose
    rows = marks(chance.randint(1, 60))
    keys = [row.key for row in rows]
    edges: list[Edge] = [(chance.choice(keys), chance.choice(keys), chance.random() > 0.3) for _ in range(80)]
    found = picture(rows, edges)
    assert len({(box.x, box.y) for box in found.boxes}) == len(rows)
    assert all(0 <= box.x <= found.width - found.box_width for box in found.boxes)
    assert all(0 <= box.y <= found.height - found.box_height for box in found.boxes)
    chance.shuffle(rows)
    chance.shuffle(edges)
    assert picture(rows, [*edges, *edges]) == found


def test_many_are_collapsed_by_level_and_none_is_lost() -> None:
    rows = [
        Mark("root", "C-1", "zinc", "asked"),
        *marks(MOST),
        *[Mark(f"a{n}", f"A-{n}", "", "account") for n in range(9)],
    ]
    edges: list[Edge] = [("root", f"k{n:04}", n != 7) for n in range(MOST)]
    edges += [(f"k{n:04}", f"a{n}", True) for n in range(9)]
    assert not picture(rows[:MOST], edges).is_collapsed
    found = picture(rows, edges)
    assert found.is_collapsed
    assert sorted(box.label for box in found.boxes) == ["1 lot", "300 lots", "9 accounts"]
    assert sorted(line.is_proven for line in found.lines) == [False, True]


def test_a_long_chain_and_a_long_circle_end() -> None:
    rows = marks(2000)
    chain: list[Edge] = [(f"k{n:04}", f"k{n + 1:04}", True) for n in range(1999)]
    assert levels([row.key for row in rows], chain)["k1999"] == 1999
    assert len(levels([row.key for row in rows], [*chain, ("k1999", "k0000", True)])) == 2000


def test_a_scope_as_a_picture() -> None:
    def row(key: str, kind: str, sure: str, path: list[str]) -> dict[str, object]:
        return {"id": key, "number": key.upper(), "name": "x", "kind": kind, "sure": sure, "path": path}

    found = picture_of(
        {
            "rows": [
                row("c", "received", "certain", []),
                row("k", "lot", "possible", ["c → k"]),
                row("z", "lot", "excluded", []),
            ],
            "edges": [["c", "k", "consumption", False], ["c", "z", "consumption", True]],
            "accounts": [{"id": "h", "name": "Harbor", "lots": ["K"]}],
        }
    )  # fmt: skip
    assert {box.label: box.tone for box in found.boxes} == {"C": "asked", "K": "possible", "Harbor": "account"}
    assert len(found.lines) == 2

"""Random genealogies: received lots, blends, splits, rework, carry-over, lots without a number, circles.

Each edge is made either proven or lacking something, so that what is certain is known without asking the code.
"""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from traceability.scoping.values import Node, Tie


@dataclass(frozen=True)
class Genealogy:
    nodes: dict[int, Node[int]]
    ties: list[Tie[int]]
    proven: set[tuple[int, int]]
    """Pairs of which at least one edge is proven by construction."""
    asked: dict[int, str]
    maybe: dict[int, str]


def random_genealogy(seed: int) -> Genealogy:
    chance = Random(seed)  # noqa: S311 - reproducible on purpose
    size = chance.randint(2, 40)
    nodes = {key: _node(key, chance) for key in range(size)}
    ties, proven = [], set()
    for _ in range(chance.randint(1, size * 2)):
        parent, child = chance.sample(range(size), 2)
        if parent > child and chance.random() < 0.9:  # the rest goes back: rework, and now and then a circle
            parent, child = child, parent
        tie, is_proven = _tie(parent, child, nodes, chance)
        ties.append(tie)
        if is_proven:
            proven.add((parent, child))
    keys = chance.sample(range(size), min(size, chance.randint(1, 3)))
    asked = dict.fromkeys(keys[:1], "asked for")
    return Genealogy(nodes, ties, proven, asked, dict.fromkeys(keys[1:], "a lot without a number"))


def _node(key: int, chance: Random) -> Node[int]:
    unit = chance.choice(["kg", "g", "{capsule}", ""])
    number = "" if chance.random() < 0.1 else f"L-{chance.choice('AB')}{key % 7}"  # equal numbers, different lots
    return Node(key, number, unit, Decimal(100), is_overdrawn=chance.random() < 0.1)


def _tie(parent: int, child: int, nodes: dict[int, Node[int]], chance: Random) -> tuple[Tie[int], bool]:
    kind = chance.choice(["consumption", "blend", "split", "rework", "carry_over", "packaging", "by_product", "return"])
    quantity = None if chance.random() < 0.2 else Decimal(chance.randint(1, 50))
    unit = chance.choice(["kg", "g", "{capsule}"]) if quantity else ""
    shared = "label roll LR-1" if chance.random() < 0.05 else ""
    tie = Tie(parent, child, kind, quantity, unit, quantity is not None, source="pack", shared=shared)
    weighs = {"kg": "mass", "g": "mass", "{capsule}": "count"}
    one, other = nodes[parent], nodes[child]
    fits = not one.unit or weighs[one.unit] == weighs.get(unit)
    is_known = bool(one.number and other.number) and not one.is_overdrawn and not shared
    return tie, is_known and quantity is not None and fits

"""Draws that anybody can repeat from what is kept: accounts to be checked, the lot of a surprise."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from math import ceil

_FIXED = {"A": 100, "C": 10, "D": 2, "E": 0}


@dataclass(frozen=True, slots=True)
class Drawing:
    """Of how many, with which seed, from a list of which hash; and who was drawn, by name."""

    seed: str
    candidates: int
    list_hash: str
    drawn: tuple[str, ...]


def percent_of(level: str, stated: int | None) -> int:
    """Of the consignees to be checked (21 CFR 7.42(b)(3)). ValueError for a level B out of its bounds."""
    if level == "B":
        if stated is None or not _FIXED["C"] < stated < _FIXED["A"]:
            raise ValueError("Level B checks more than 10 % and less than 100 % of the consignees.")
        return stated
    return _FIXED[level]


def size_of(percent: int, accounts: int) -> int:
    """Rounded up: of 30 accounts 2 % is one."""
    return ceil(Fraction(percent * accounts, 100))


def draw(names: Sequence[str], size: int, seed: str) -> Drawing:
    """`size` of them, each as likely as every other; the same for the same seed, in whatever order they come."""
    listed = sorted(set(names))
    ordered = sorted(listed, key=lambda name: sha256(f"{seed}/{name}".encode()).digest())
    list_hash = sha256("\n".join(listed).encode()).hexdigest()
    return Drawing(seed, len(listed), list_hash, tuple(sorted(ordered[:size])))

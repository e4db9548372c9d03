"""A random sample that anybody can draw again: every item is ranked by SHA-256 of the seed and its own number.

The first of the ranking are the sample: each item as likely as every other, none twice, and no generator whose
algorithm a later version of the language may change.
"""

import hashlib
from collections.abc import Iterable


def sample_size(amount: int, population: int, *, is_percent: bool) -> int:
    """`amount` items, or so many percent of the population, rounded up to whole items."""
    return -(-population * amount // 100) if is_percent else amount


def drawn(seed: str, population: Iterable[int], size: int) -> list[int]:
    """`size` numbers out of the population, in the order of the draw; the population's own order makes no difference.

    Raises ValueError where fewer are there.
    """
    ranked = sorted(set(population), key=lambda number: (_rank(seed, number), number))
    if size > len(ranked):
        raise ValueError(f"{size} cannot be drawn out of {len(ranked)}.")
    return ranked[:size]


def _rank(seed: str, number: int) -> str:
    return hashlib.sha256(f"{seed}/{number}".encode()).hexdigest()

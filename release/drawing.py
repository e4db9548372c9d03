"""Which lots released without the sponsor it looks at afterwards (domain §C6, P1: √n + 1). Pure, no Django.

Of a quarter's lots of a product group the first three are always drawn, then one of each stretch between two squares
(5 to 9, 10 to 16, …): after n lots ⌈√n⌉ + 1, give or take the stretch under way. Within a stretch each lot is as likely
as every other, and nobody can tell beforehand which one it will be.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from math import isqrt

ALWAYS = 3


@dataclass(frozen=True, slots=True)
class Draw:
    """One lot before the plan: drawn when its number modulo `one_in` is 0; 1: always, 0: never."""

    one_in: int
    basis: str


def quarter_of(day: date) -> str:
    """ "2026Q1"."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def stretch_of(position: int) -> tuple[int, int]:
    """The first and last position of the stretch between two squares that a position from 4 on lies in."""
    root = isqrt(position - 1)
    return root * root + 1, (root + 1) ** 2


def draw_for(plan: str, position: int, *, is_taken: bool, signal: str) -> Draw:
    """The chance of the lot at this position (from 1) of its group and quarter.

    `is_taken`: its stretch has its drawn lot; `signal`: why every lot is looked at meanwhile, empty where nothing is.
    """
    if plan != "root_n":
        return Draw(1, "every lot is verified")
    if signal:
        return Draw(1, f"every lot is verified after a signal: {signal}")
    if position <= ALWAYS:
        return Draw(1, f"lot {position} of the quarter; the first {ALWAYS} are always drawn")
    first, last = stretch_of(position)
    if is_taken or position == ALWAYS + 1:
        return Draw(0, f"lot {position} of the quarter; of {first} to {last} enough are drawn")
    left = last - position + 1
    return Draw(left, f"lot {position} of the quarter; one of the {left} lots left up to {last} is drawn")


def number_of(seed: str, lot: str) -> int:
    """What is drawn: anybody can draw it again from the seed that is kept."""
    return int(hashlib.sha256(f"{seed}/{lot}".encode()).hexdigest(), 16)


def is_drawn(draw: Draw, seed: str, lot: str) -> bool:
    return draw.one_in > 0 and number_of(seed, lot) % draw.one_in == 0

"""Where a lot's story may go: how far it is told, what is amiss on the way, and what happens at its end."""

from dataclasses import dataclass
from decimal import Decimal

from oversight.demo.told import NO_BLEMISH, Blemish

BOTTLES = Decimal(4942)


@dataclass(frozen=True, slots=True)
class Fate:
    """Where a lot's story ends, and what happens on the way."""

    until: str
    """The last chapter that is played: see `CHAPTERS`."""
    blemish: Blemish = NO_BLEMISH
    deviation: str = ""
    """"closed", "proposed" or "open": a major deviation found at packaging, and how far it got."""
    disposition: str = "accept"
    missed: str = "none"
    after: tuple[str, ...] = ()
    """More scenes, three hours apart, after the last chapter: chapters again, or what `Asides` and `Outlier` tell."""
    decision: str = "release"
    shipped: Decimal = BOTTLES


CHAPTERS = {
    "plan": -48, "start": 0, "complete": 129, "submit": 190, "attest": 214, "release_by_cmo": 238, "accept": 290,
    "decide": 314, "ship": 340,
}  # fmt: skip
"""Chapter → hours after the start."""

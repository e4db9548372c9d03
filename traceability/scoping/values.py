"""Lots and edges as a scope is worked out from them."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Sure(Enum):
    """How sure it is that a lot belongs to the answer."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    EXCLUDED = "excluded"

    @property
    def label(self) -> str:
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class Node(Generic[Key]):
    """A lot of material or a packaged lot, with what it held: received, or made."""

    id: Key
    number: str
    unit: str = ""
    held: Decimal | None = None
    is_overdrawn: bool = False
    """More was taken from it than it held, by whomever."""
    is_hidden: bool = False
    is_unknown: bool = False
    """It has no number, which a hidden lot's name does not show."""


@dataclass(frozen=True, slots=True)
class Tie(Generic[Key]):
    """That lot `parent` went into lot `child`, by whom it is said; or, without a source, what they only shared."""

    parent: Key
    child: Key
    kind: str
    quantity: Decimal | None = None
    unit: str = ""
    is_measured: bool = True
    """Somebody gave a quantity, whether or not the reader may see it."""
    happened_on: object = None
    source: str = ""
    shared: str = ""
    """What both used: “label roll LR-7”. Nobody states that anything went over."""


@dataclass(frozen=True, slots=True)
class Standing(Generic[Key]):
    """Where a lot stands in the answer, and the tie that led to it; a lot that was asked for has none."""

    sure: Sure
    because: str
    via: Tie[Key] | None = None


@dataclass(frozen=True, slots=True)
class Answer(Generic[Key]):
    """Every lot with its standing, the ties that prove nothing and why, and the lots that lead to themselves."""

    standings: Mapping[Key, Standing[Key]]
    unproven: tuple[tuple[Tie[Key], str], ...]
    circles: tuple[tuple[Key, ...], ...]

"""Whether a corrective action worked, by the plan that was fixed before it: three answers (domain §C4). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Outcome(StrEnum):
    """Not yet demonstrable is no failure: too few lots were made, or the window is still open."""

    EFFECTIVE = "effective"
    NOT_EFFECTIVE = "not_effective"
    NOT_DEMONSTRABLE = "not_demonstrable"


@dataclass(frozen=True, slots=True)
class EffectivenessPlan:
    """How many lots to watch (exposure), for at least how many days of 24 hours, and how many recurrences to accept.

    Raises ValueError for a plan that shows nothing: no lot, no day, or as many recurrences accepted as lots watched.
    """

    lots: int
    days: int
    at_most: int = 0

    def __post_init__(self) -> None:
        if self.lots < 1 or self.days < 1 or not 0 <= self.at_most < self.lots:
            raise ValueError(f"a plan that shows nothing: {self}")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """An event of the signature on a lot made after the action was implemented; others are the past's."""

    number: str
    discovered_at: datetime


@dataclass(frozen=True, slots=True)
class Effectiveness:
    """The answer with its figures: lots made, recurrences counted (oldest first), when watching ended, if it has."""

    outcome: Outcome
    lots_made: int
    recurrences: tuple[str, ...]
    ended_at: datetime | None


def compute_effectiveness(
    plan: EffectivenessPlan,
    *,
    implemented_at: datetime,
    lots_made_at: Iterable[datetime],
    recurrences: Iterable[Recurrence],
    at: datetime,
) -> Effectiveness:
    """The answer as of `at`, from the moments of the lots made and the recurrences known.

    Watching begins at the implementation and ends when the exposure and the window are both reached. More recurrences
    than accepted are an answer at once; fewer are one only at the end. What comes after the end is another event's.
    """
    made = sorted(moment for moment in lots_made_at if implemented_at <= moment <= at)
    ended_at = _end(plan, implemented_at, made, at)
    last = ended_at or at
    found = sorted(
        (one for one in recurrences if implemented_at <= one.discovered_at <= last),
        key=lambda one: (one.discovered_at, one.number),
    )
    numbers = tuple(one.number for one in found)
    watched = sum(moment <= last for moment in made)
    return Effectiveness(_outcome(plan, numbers, ended_at), watched, numbers, ended_at)


def _end(plan: EffectivenessPlan, implemented_at: datetime, made: list[datetime], at: datetime) -> datetime | None:
    """The later of the last lot watched and the window's end, once both are past."""
    closes = implemented_at + timedelta(days=plan.days)
    if len(made) < plan.lots or at < closes:
        return None
    return max(closes, made[plan.lots - 1])


def _outcome(plan: EffectivenessPlan, numbers: tuple[str, ...], ended_at: datetime | None) -> Outcome:
    if len(numbers) > plan.at_most:
        return Outcome.NOT_EFFECTIVE
    return Outcome.NOT_DEMONSTRABLE if ended_at is None else Outcome.EFFECTIVE

"""A clock's ladder as values: who is told how long before or after the deadline. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

DUE = "due"


@dataclass(frozen=True, slots=True)
class Rung:
    """Tell these roles of one organisation at the deadline plus `offset` (negative: a warning)."""

    step: str
    offset: timedelta
    organisation_id: UUID
    roles: tuple[str, ...]

    @property
    def is_due(self) -> bool:
        """Whether the clock is breached at this rung."""
        return not self.offset


def warning(hours_before: int, organisation_id: UUID, roles: Iterable[str]) -> Rung:
    """A rung before the deadline, elapsed hours."""
    return Rung(f"warning-{hours_before}h", -timedelta(hours=hours_before), organisation_id, tuple(roles))


def escalation(hours_after: int, organisation_id: UUID, roles: Iterable[str]) -> Rung:
    """A rung after the deadline, elapsed hours: goes to those above, or to the other side."""
    return Rung(f"escalation-{hours_after}h", timedelta(hours=hours_after), organisation_id, tuple(roles))


def at_deadline(organisation_id: UUID, roles: Iterable[str], *, step: str = DUE) -> Rung:
    """A rung at the deadline itself; a second one, for another organisation, needs a name of its own."""
    return Rung(step, timedelta(), organisation_id, tuple(roles))


def placed(
    ladder: Iterable[Rung],
    *,
    owner_id: UUID,
    owner_roles: Iterable[str],
    started_at: datetime,
    due_at: datetime,
) -> list[tuple[datetime, Rung]]:
    """Each rung with its moment, in order.

    A ladder without a rung at the deadline gets one for the owner. A warning that would come at the start or
    before it is left out: the start itself is told. Raises ValueError when two rungs share a name.
    """
    rungs = list(ladder)
    if not any(rung.is_due for rung in rungs):
        rungs.append(at_deadline(owner_id, owner_roles))
    if len({rung.step for rung in rungs}) != len(rungs):
        raise ValueError(f"two rungs share a name: {sorted(rung.step for rung in rungs)}")
    moments = [(due_at + rung.offset, rung) for rung in rungs]
    return sorted(
        (moment for moment in moments if moment[0] > started_at or moment[1].is_due),
        key=lambda moment: (moment[0], moment[1].step),
    )

"""What happened to deadlines: ids only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.scope import Actor


@dataclass(frozen=True, slots=True)
class Breach:
    """One deadline that passed; `rule` says which duty, `subject_id` of which record."""

    clock_id: UUID
    rule: str
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class ClocksBreached:
    """Deadlines of one partnership passed before their duties were done: each told once, all of a batch at once, by
    the sweep or by whoever was late before it came.

    The clocks are locked: a receiver must not open the gates' block, which stands before clocks in the order of locks.
    """

    partnership_id: UUID
    breaches: tuple[Breach, ...]
    by: Actor
    at: datetime

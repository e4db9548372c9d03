"""What happened to deadlines: ids only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.scope import Actor


@dataclass(frozen=True, slots=True)
class ClockBreached:
    """A deadline passed before its duty was done: told once, by the sweep, or by whoever was late before it came.

    The clock is locked: a receiver must not open the gates' block, which stands before clocks in the order of locks.
    """

    clock_id: UUID
    rule: str
    subject_id: UUID
    partnership_id: UUID
    by: Actor
    at: datetime

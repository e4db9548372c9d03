"""What is known of the lots of a period, as values: nothing in here reads a clock or a database."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class HandOffFact:
    """The clock from completion to the first complete pack; `ended_at` None while it runs."""

    started_at: datetime
    due_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class EventFact:
    """An event on a lot; `limit_hours` by the lot's agreement version, None where no clause sets one."""

    id: UUID
    number: str
    classification: str
    is_self_reported: bool
    discovered_at: datetime
    reported_at: datetime
    limit_hours: int | None


@dataclass(frozen=True, slots=True)
class LotFact:
    """A completed lot with all that the KPIs need of it."""

    id: UUID
    number: str
    partnership_id: UUID
    completed_at: datetime
    hand_off: HandOffFact | None
    has_pack: bool
    is_pack_accepted: bool
    was_pack_returned: bool
    is_released: bool
    was_reprocessed: bool
    events: tuple[EventFact, ...]

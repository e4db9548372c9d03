"""What happened to lots: ids only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.scope import Actor


@dataclass(frozen=True, slots=True)
class LotFactsChanged:
    """Facts that the gate rests on have changed; `release` settles these gates in the same transaction."""

    lot_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class LotStarted:
    lot_id: UUID
    partnership_id: UUID
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class LotCompleted:
    """The hand-off clock starts (agreement's evidence clause)."""

    lot_id: UUID
    partnership_id: UUID
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class LotVoided:
    lot_id: UUID
    partnership_id: UUID
    by: Actor
    at: datetime

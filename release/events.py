"""What was decided about lots: ids only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.scope import Actor


@dataclass(frozen=True, slots=True)
class LotDecided:
    lot_id: UUID
    disposition_id: UUID
    partnership_id: UUID
    stage: str
    decision: str
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class PermitIssued:
    permit_id: UUID
    lot_id: UUID
    partnership_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class PermitRevoked:
    permit_id: UUID
    lot_id: UUID
    partnership_id: UUID
    at: datetime

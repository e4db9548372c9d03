"""What happened to quality events, corrective actions, complaints and returned product: ids only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.scope import Actor


@dataclass(frozen=True, slots=True)
class EventReported:
    event_id: UUID
    partnership_id: UUID
    lot_ids: tuple[UUID, ...]
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class EventMoved:
    """Any later step: investigation, proposal, decision, closing."""

    event_id: UUID
    partnership_id: UUID
    verb: str
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class ComplaintMoved:
    """A step of a complaint; `verb` is "receive" for the first."""

    complaint_id: UUID
    partnership_id: UUID
    verb: str
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class ReturnMoved:
    """A step of returned product; `verb` is "receive" for the first."""

    return_id: UUID
    partnership_id: UUID
    verb: str
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class CapaMoved:
    """A step of a corrective action; `verb` is "propose" for the first, "reopen" where it was not effective."""

    capa_id: UUID
    partnership_id: UUID
    verb: str
    by: Actor
    at: datetime

"""What happened to evidence: ids only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.scope import Actor


@dataclass(frozen=True, slots=True)
class PackSubmitted:
    pack_id: UUID
    lot_id: UUID
    partnership_id: UUID
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class PackCompleted:
    """All blocking rules passed: the hand-off clock is met."""

    pack_id: UUID
    lot_id: UUID
    partnership_id: UUID
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class PackAttested:
    """CMO quality signed that the pack is complete: the sponsor's review begins."""

    pack_id: UUID
    lot_id: UUID
    partnership_id: UUID
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class PackReviewed:
    """Accepted or returned by the sponsor."""

    pack_id: UUID
    lot_id: UUID
    partnership_id: UUID
    is_accepted: bool
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """The sponsor asked the CMO about an item of a pack, for the first time or again."""

    question_id: UUID
    pack_id: UUID
    lot_id: UUID
    partnership_id: UUID
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    """The CMO answered."""

    question_id: UUID
    pack_id: UUID
    lot_id: UUID
    partnership_id: UUID
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class ArtworksToCompare:
    """Two artworks wait for a worker that draws and compares them."""

    comparison_id: UUID
    partnership_id: UUID

"""Quality events on the lot, each with the seven parts of its material review and its timeline."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class EventStep:
    at: datetime
    what: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class EventFact:
    """The parts (i) to (vi) of 21 CFR 111.140(b)(3) as text, empty while unknown; (vii) are signatures."""

    number: str
    kind: str
    classification: str
    title: str
    state: str
    tone: str
    clause: str
    relation: str
    """How the lot is concerned: direct or derived."""
    discovered_at: datetime
    recorded_at: datetime
    closed_at: datetime | None
    deviation: str
    cause: str
    effect: str
    correction: str
    material: str
    scientific_reason: str
    disposition: str
    steps: tuple[EventStep, ...]

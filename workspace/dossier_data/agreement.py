"""What was agreed before the lot was made: the quality agreement's clauses and the approved versions."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ClauseFact:
    number: str
    title: str
    text: str
    """The clause's parameters in words: “within 24 hours to the sponsor's QA”."""


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    number: str
    title: str
    version: int
    state: str
    effective_from: date | None
    effective_until: date | None
    signed_at: datetime | None
    content_hash: str
    clauses: tuple[ClauseFact, ...]


@dataclass(frozen=True, slots=True)
class Baseline:
    """An approved version that the lot was made to: master record, specification, label, sampling plan."""

    kind: str
    number: str
    version: int
    valid_from: date
    valid_until: date | None
    approved_by: str
    approved_at: datetime | None
    corrected_at: datetime | None = None
    """When a correction took its place; the lot keeps what it was made to."""

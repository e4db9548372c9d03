"""The evidence packs, what the rules found in them, what people decided, and the test results."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """How the rules of one evidence category came out, in number of verdicts."""

    category: str
    passed: int
    exceptions: int
    missing: int
    failed: int
    not_applicable: int


@dataclass(frozen=True, slots=True)
class PackDocumentFact:
    name: str
    category: str
    size: int
    """Bytes."""
    sha256: str


@dataclass(frozen=True, slots=True)
class PackFact:
    version: int
    state: str
    tone: str
    form: str
    submitted_by: str
    submitted_at: datetime
    content_hash: str
    engine_version: str
    change_reason: str
    categories: tuple[CategoryCount, ...]
    documents: tuple[PackDocumentFact, ...]


@dataclass(frozen=True, slots=True)
class ExceptionFact:
    """A verdict that needed a person, and what he decided (empty and None while undecided)."""

    rule: str
    rule_version: int
    paragraph: str
    outcome: str
    tone: str
    pack_version: int
    sentence: str
    decision: str
    reason: str
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class ResultFact:
    """One test result against its specification, judged by the engine (R305)."""

    test: str
    method: str
    laboratory: str
    stage: str
    reported: str
    """As the laboratory wrote it: “98.4”, “<0.05”, “ND”, “conforms”."""
    value: Decimal | None
    """The figure of `reported` in the specification's unit; None when it is no figure."""
    unit: str
    limit: str
    """The specification's own words: “NMT 0.5”, “95.0–105.0”."""
    low: Decimal | None
    high: Decimal | None
    verdict: str
    tone: str
    tested_on: date | None
    certificate: str
    origin: str = ""
    """Where the platform itself read the value or saw it typed: file, place, who, when, how; empty otherwise."""

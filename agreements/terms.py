"""What an agreement version asks for, compiled from its typed clauses: what clocks and gates read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Terms:
    """Clause kind → parameters, with the citation of each clause; a lot keeps the terms it started under."""

    agreement: str
    """ "AG-4 v3"."""
    clauses: Mapping[str, Mapping[str, Any]]
    numbers: Mapping[str, str]

    def citation(self, kind: str) -> str:
        """ "AG-4 v3 cl. 5.2", or the agreement alone where it has no such clause."""
        number = self.numbers.get(kind)
        return f"{self.agreement} cl. {number}" if number else self.agreement

    @property
    def event_citation(self) -> str:
        return self.citation("event_approval")

    @property
    def hand_off_hours(self) -> int | None:
        """Hours from completion to a complete evidence pack."""
        hours: int | None = self.clauses.get("evidence", {}).get("window_hours")
        return hours

    def needs_sponsor(self, classification: str) -> bool:
        """Whether events of this class need the sponsor's approval; without a clause they do."""
        clause = self.clauses.get("event_approval")
        return clause is None or classification in clause.get("classes", ())

    def notification_hours(self, classification: str) -> int | None:
        """Hours from discovery within which the sponsor must be told."""
        hours: int | None = self.clauses.get("notification", {}).get(f"{classification}_hours")
        return hours

    def decision_hours(self, classification: str) -> int | None:
        """Hours that the sponsor has for its decision on an event of this class."""
        hours: int | None = self.clauses.get("event_approval", {}).get(f"{classification}_hours")
        return hours

    @property
    def review_days(self) -> int | None:
        """Business days from attestation to the decision about the pack."""
        days: int | None = self.clauses.get("review", {}).get("pack_days")
        return days

    @property
    def disposition_days(self) -> int | None:
        """Business days from CMO release to the sponsor's disposition."""
        days: int | None = self.clauses.get("review", {}).get("disposition_days")
        return days


def compiled(agreement: str, clauses: Iterable[tuple[str, str, Mapping[str, Any]]]) -> Terms:
    """Terms from (kind, number, parameters) of each clause."""
    rows = list(clauses)
    return Terms(agreement, {k: p for k, _, p in rows}, {k: n for k, n, _ in rows})

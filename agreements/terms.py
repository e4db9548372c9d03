"""What an agreement version asks for, compiled from its typed clauses: what clocks and gates read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

from agreements.change_defaults import CHANGE_DEFAULTS, DEFAULT_WAYS

PAUSABLE = {
    "evidence.hand_off": "hand_off",
    "evidence.review": "review",
    "evidence.question": "question",
    "quality_events.decide": "decision",
    "quality_events.answer": "answer",
    "quality_events.interim": "interim",
    "quality_events.investigation": "investigation",
    "release.disposition": "disposition",
}
"""A clock's rule → the duty as the pause clause names it; what is not here is never paused."""


class PauseTerms(TypedDict):
    """The part of the pause clause that is written on a clock."""

    pause_days: int
    pause_clause: str


NO_PAUSE = PauseTerms(pause_days=0, pause_clause="")
"""Without an agreement nothing is paused."""


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
    def pattern(self) -> str:
        """cmo_release, sponsor_release or conditional; without a clause the sponsor releases."""
        pattern: str = self.clauses.get("release_pattern", {}).get("pattern", "sponsor_release")
        return pattern

    @property
    def release_clause(self) -> Mapping[str, Any]:
        """The parameters of the release pattern; empty without a clause."""
        found: Mapping[str, Any] = self.clauses.get("release_pattern", {})
        return found

    @property
    def categories(self) -> tuple[str, ...]:
        """The evidence categories that a pack must hold."""
        return tuple(self.clauses.get("evidence", {}).get("categories", ()))

    @property
    def clean_scan_clause(self) -> str:
        """The clause that demands a clean malware scan of every document; empty where none does."""
        return self.citation("evidence") if self.clauses.get("evidence", {}).get("clean_scan") else ""

    @property
    def hand_off_hours(self) -> int | None:
        """Hours from completion to a complete evidence pack, counted in `hand_off_unit`."""
        hours: int | None = self.clauses.get("evidence", {}).get("window_hours")
        return hours

    @property
    def hand_off_unit(self) -> Literal["hours", "business_hours"]:
        """Elapsed or business hours, in the CMO's time zone."""
        is_business = self.clauses.get("evidence", {}).get("calendar") == "business_hours"
        return "business_hours" if is_business else "hours"

    @property
    def tolerances(self) -> Mapping[str, Any]:
        """What clauses say in place of the rules' defaults: the parameters of the clauses on materials, data
        integrity and reserve samples, by their names."""
        return {
            name: value
            for kind in ("materials", "data_integrity", "reserve_samples")
            for name, value in self.clauses.get(kind, {}).items()
        }

    @property
    def most_retests(self) -> int | None:
        """How often a result out of specification may be tested again; None without a clause."""
        most: int | None = self.clauses.get("laboratory", {}).get("most_retests")
        return most

    @property
    def label_approver(self) -> str:
        """The sponsor's role that approves changes of labels: SLB where a clause says so, else SQH."""
        role: str = self.clauses.get("label_ownership", {}).get("approver", "SQH")
        return role

    def needs_sponsor(self, classification: str) -> bool:
        """Whether events of this class need the sponsor's approval; without a clause they do."""
        clause = self.clauses.get("event_approval")
        return clause is None or classification in clause.get("classes", ())

    @property
    def approvers(self) -> tuple[str, ...]:
        """The roles that approve events for the sponsor."""
        return tuple(self.clauses.get("event_approval", {}).get("roles", ("SQA", "SQH")))

    @property
    def approvals(self) -> int:
        """How many people of the sponsor sign the approval of an event."""
        count: int = self.clauses.get("event_approval", {}).get("signatures", 1)
        return count

    @property
    def answer_days(self) -> int:
        """Business days for the CMO to propose again after a question or a refusal; 3 without a clause (domain §C3)."""
        days: int = self.clauses.get("event_approval", {}).get("answer_days", 3)
        return days

    @property
    def interim_days(self) -> int:
        """Business days until the interim report on a major or critical event; 3 without a clause (domain §C3)."""
        days: int = self.clauses.get("investigation", {}).get("interim_days", 3)
        return days

    @property
    def investigation_days(self) -> int:
        """Days of 24 hours until an investigation is proposed; 30 without a clause (domain §C3)."""
        days: int = self.clauses.get("investigation", {}).get("final_days", 30)
        return days

    @property
    def oot_days(self) -> int:
        """Business days until a result out of trend is evaluated; 10 without a clause (domain §C3)."""
        days: int = self.clauses.get("investigation", {}).get("oot_days", 10)
        return days

    @property
    def forward_days(self) -> int:
        """Business days for the CMO to pass a complaint on; 1 without a clause (domain §C7)."""
        days: int = self.clauses.get("complaint", {}).get("forward_days", 1)
        return days

    @property
    def waivable(self) -> tuple[str, ...]:
        """Rules that the sponsor may waive; none without a clause."""
        return tuple(self.clauses.get("waiver", {}).get("rules", ()))

    @property
    def longest_waiver_days(self) -> int:
        days: int = self.clauses.get("waiver", {}).get("longest_days", 0)
        return days

    @property
    def containment(self) -> Mapping[str, Any]:
        """Which lots an event holds besides those reported (`agreements.clauses`); empty without a clause."""
        found: Mapping[str, Any] = self.clauses.get("containment", {})
        return found

    def pause_days(self, duty: str) -> int:
        """Days of 24 hours that a clock of this duty (the clock's rule) may be paused altogether; 0: never."""
        clause = self.clauses.get("pause", {})
        days: int = clause.get("longest_days", 0)
        return days if PAUSABLE.get(duty) in clause.get("duties", ()) else 0

    def pause_terms(self, duty: str) -> PauseTerms:
        """What a clock of this duty keeps of the clause when it starts."""
        days = self.pause_days(duty)
        return PauseTerms(pause_days=days, pause_clause=self.citation("pause") if days else "")

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
    def question_days(self) -> int | None:
        """Business days that the CMO has for a reviewer's question about a pack."""
        days: int | None = self.clauses.get("review", {}).get("question_days")
        return days

    @property
    def disposition_days(self) -> int | None:
        """Business days from CMO release to the sponsor's disposition."""
        days: int | None = self.clauses.get("review", {}).get("disposition_days")
        return days

    def change_way(self, trigger: str) -> str:
        """notify, approve or qualify; what the clause does not list is approved, and qualified where that is usual."""
        triggers: Mapping[str, str] = self.clauses.get("change", {}).get("triggers", {})
        usual = DEFAULT_WAYS[trigger]
        return triggers.get(trigger, "approve" if usual == "notify" else usual)

    def lists_change(self, trigger: str) -> bool:
        return trigger in self.clauses.get("change", {}).get("triggers", {})

    def change_figure(self, name: str) -> int:
        """Qualification lots, notice in hours, business days for an emergency, days until the review after effect."""
        figure: int = self.clauses.get("change", {}).get(name, CHANGE_DEFAULTS[name])
        return figure

    @property
    def change_lead_days(self) -> int:
        """Days between a change request and its effect."""
        days: int = self.clauses.get("change", {}).get("lead_days", 0)
        return days


def compiled(agreement: str, clauses: Iterable[tuple[str, str, Mapping[str, Any]]]) -> Terms:
    """Terms from (kind, number, parameters) of each clause."""
    rows = list(clauses)
    return Terms(agreement, {k: p for k, _, p in rows}, {k: n for k, n, _ in rows})

"""Clauses that somebody calls upon: who may, what it is called, how long the other side has. Pure.

A request waits for an answer within the clause's time. A notice is to be given in time, and is acknowledged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from agreements.terms import Terms

Unit = Literal["hours", "business_days"]


@dataclass(frozen=True, slots=True)
class Calling:
    """How a kind of clause is called upon."""

    kind: str
    side: Literal["sponsor", "cmo", "either"]
    label: str
    parameter: str
    unit: Unit
    is_notice: bool = False
    needs_consent: bool = False

    @property
    def counts_from_event(self) -> bool:
        """Whether a notice is due so many hours after that which it tells of; the other is due before the end."""
        return self.is_notice and self.unit == "hours"

    def is_open_to(self, side: str | None) -> bool:
        return side is not None and self.side in (side, "either")


CALLS: Mapping[str, Calling] = {
    calling.kind: calling
    for calling in (
        Calling("documentation", "sponsor", "Ask for copies of records", "copies_days", "business_days"),
        Calling("recall", "sponsor", "Ask for the scope of a recall", "scope_hours", "hours"),
        Calling("audit_right", "sponsor", "Announce an audit", "answer_days", "business_days"),
        Calling(
            "subcontracting",
            "cmo",
            "Ask for consent to a subcontractor",
            "answer_days",
            "business_days",
            needs_consent=True,
        ),
        Calling("facilities", "cmo", "Tell of an inspection or finding", "notice_hours", "hours", is_notice=True),
        Calling("retention_exit", "either", "Ask for the records at the end", "hand_over_days", "business_days"),
        Calling("dispute", "either", "Raise a disagreement", "answer_days", "business_days"),
        Calling("termination", "either", "Give notice of the end", "notice_days", "business_days", is_notice=True),
    )
}

CALL_KINDS = tuple(sorted(CALLS))
"""As the API offers them."""


def amount_of(calling: Calling, terms: Terms) -> int | None:
    """The clause's figure, in the call's unit (termination: days before the end); None without the clause."""
    amount: int | None = terms.clauses.get(calling.kind, {}).get(calling.parameter)
    return amount


def open_calls(terms: Terms, side: str | None) -> list[Calling]:
    """What this side may call upon under these terms, in the catalogue's order."""
    return [calling for calling in CALLS.values() if calling.is_open_to(side) and amount_of(calling, terms) is not None]


def to_be_told_by(
    calling: Calling, terms: Terms, *, happened_at: datetime | None, ends_on: date | None
) -> datetime | None:
    """Until when a notice was to be given; None for a request, and for an end without a day."""
    amount: Any = amount_of(calling, terms)
    if not calling.is_notice or amount is None:
        return None
    if calling.kind == "termination":
        return datetime.combine(ends_on - timedelta(days=amount), time.min, tzinfo=UTC) if ends_on else None
    return happened_at + timedelta(hours=amount) if happened_at else None

"""The rows of a quality event's report, with the words above their columns."""

from dataclasses import dataclass
from datetime import date, datetime

from records.reports import printed_as


@dataclass(frozen=True, slots=True)
class LotRow:
    number: str = printed_as("Lot", width="w18")
    product: str = printed_as("Product", under=True)
    relation: str = printed_as("Relation", width="w14")
    standing: str = printed_as("Affected?", width="w14")
    shares: str = printed_as("Shares with the reported lots")
    reason: str = printed_as("Reason of the decision")
    decided_by: str = printed_as("Decided by", width="w18")
    decided_at: datetime | None = printed_as("Decided at", under=True)


@dataclass(frozen=True, slots=True)
class WhyRow:
    position: int = printed_as("No.", width="w6")
    answer: str = printed_as("Why")
    shown_by: str = printed_as("Shown by")


@dataclass(frozen=True, slots=True)
class CauseRow:
    branch: str = printed_as("Branch", width="w16")
    cause: str = printed_as("Possible cause")
    finding: str = printed_as("Finding", width="w14")
    shown_by: str = printed_as("Shown by")
    named_by: str = printed_as("Named by", width="w20")
    named_at: datetime = printed_as("Named at", under=True)


@dataclass(frozen=True, slots=True)
class InformantRow:
    name: str = printed_as("Who", width="w16")
    told: str = printed_as("What was told")
    named_by: str = printed_as("Named by", width="w18")
    named_at: datetime = printed_as("Named at", under=True)
    signed_at: datetime | None = printed_as("Signed at", width="w18")
    withdrawn_at: datetime | None = printed_as("Withdrawn", width="w18")
    withdrawn_because: str = printed_as("Because", under=True)


@dataclass(frozen=True, slots=True)
class InterimRow:
    reported_at: datetime = printed_as("Reported at", width="w20")
    reported_by: str = printed_as("By", width="w18")
    text: str = printed_as("What was known")


@dataclass(frozen=True, slots=True)
class DocumentRow:
    title: str = printed_as("Document")
    sha256: str = printed_as("SHA-256")
    added_by: str = printed_as("Added by", width="w20")
    added_at: datetime = printed_as("Added at", under=True)


@dataclass(frozen=True, slots=True)
class ResultRow:
    position: int = printed_as("No.", width="w6")
    value: str = printed_as("Value as read", width="w16")
    verdict: str = printed_as("Limit", width="w12")
    analyst: str = printed_as("Analyst")
    laboratory: str = printed_as("Laboratory", under=True)
    tested_at: datetime = printed_as("Tested at", width="w20")
    entered_by: str = printed_as("Entered by", width="w20")
    entered_at: datetime = printed_as("Entered at", under=True)


@dataclass(frozen=True, slots=True)
class DestructionRow:
    label_lot: str = printed_as("Label lot", width="w16")
    quantity: int = printed_as("Labels", width="w10")
    destroyed_on: date = printed_as("Destroyed on", width="w14")
    operator: str = printed_as("Operator")
    witness: str = printed_as("Witness", under=True)
    certificate: str = printed_as("Certificate")
    certified_by: str = printed_as("Certified by", width="w20")
    certified_at: datetime = printed_as("Certified at", under=True)


@dataclass(frozen=True, slots=True)
class HoldRow:
    lot: str = printed_as("Lot", width="w14")
    placed_at: datetime = printed_as("Placed at", width="w18")
    placed_by: str = printed_as("By", under=True)
    reason: str = printed_as("Reason")
    lifted_at: datetime | None = printed_as("Lifted at", width="w18")
    lifted_by: str = printed_as("By", under=True)
    lift_reason: str = printed_as("Reason of the lifting")


@dataclass(frozen=True, slots=True)
class ClassRow:
    asked_at: datetime = printed_as("Asked at", width="w18")
    asked_by: str = printed_as("By", under=True)
    from_class: str = printed_as("From", width="w10")
    to_class: str = printed_as("To", width="w10")
    reason: str = printed_as("Reason")
    outcome: str = printed_as("Sponsor's answer")
    answer: str = printed_as("Why", under=True)
    decided_at: datetime | None = printed_as("Answered at", width="w18")
    decided_by: str = printed_as("By", under=True)


@dataclass(frozen=True, slots=True)
class CapaRow:
    number: str = printed_as("Number", width="w12")
    title: str = printed_as("Corrective action")
    state: str = printed_as("State", width="w18")
    owner: str = printed_as("Owner", width="w18")
    implemented_at: datetime | None = printed_as("Implemented at", width="w20")


@dataclass(frozen=True, slots=True)
class StepRow:
    at: datetime = printed_as("When", width="w24")
    state: str = printed_as("Step", width="w24")
    by: str = printed_as("By", width="w20")
    reason: str = printed_as("Reason")

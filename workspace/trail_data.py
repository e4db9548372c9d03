"""The audit trail of a record as values: what changed, what was refused, who looked, who signed (21 CFR 11.10(e))."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from records.reports import printed_as


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One field of one history row: who changed it, from what to what, when and why."""

    at: datetime = printed_as("When", width="w18")
    recorded_at: datetime = printed_as("Written by the database at", under=True)
    by: str = printed_as("Who", width="w16")
    organisation: str = printed_as("For", under=True)
    record: str = printed_as("Record", width="w16")
    action: str = printed_as("Action", under=True)
    field: str = printed_as("Field", width="w12")
    old: str = printed_as("Old")
    new: str = printed_as("New")
    reason: str = printed_as("Why", width="w14")


@dataclass(frozen=True, slots=True)
class RefusalRow:
    """An attempt that was refused (domain §E.6)."""

    at: datetime = printed_as("When", width="w20")
    by: str = printed_as("Who", width="w20")
    organisation: str = printed_as("For", under=True)
    action: str = printed_as("What was tried", width="w20")
    sentence: str = printed_as("Why it was refused")
    clause: str = printed_as("Clause", width="w20")


@dataclass(frozen=True, slots=True)
class LookRow:
    """Somebody opened or downloaded it (domain §E.5)."""

    at: datetime = printed_as("When", width="w24")
    by: str = printed_as("Who", width="w24")
    organisation: str = printed_as("For", under=True)
    what: str = printed_as("What was opened or downloaded")


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """Printed name, time and meaning (21 CFR 11.50(a)), and the hash of what was signed (11.70)."""

    printed_name: str = printed_as("Printed name", width="w20")
    role: str = printed_as("Role", under=True)
    organisation: str = printed_as("Company", under=True)
    meaning: str = printed_as("Meaning", width="w16")
    proof: str = printed_as("Proof", under=True)
    signed_at: datetime = printed_as("Signed at", width="w20")
    subject: str = printed_as("What was signed")
    reason: str = printed_as("Reason", under=True)
    content_hash: str = printed_as("SHA-256 of the content")
    standing: str = printed_as("Row and content", width="w12")


@dataclass(frozen=True, slots=True)
class AuditTrail:
    """All of it, each part newest first; signatures oldest first."""

    subject_ids: tuple[UUID, ...]
    """The record's key and those of all that hangs on it."""
    changes: tuple[TrailRow, ...]
    refusals: tuple[RefusalRow, ...]
    looks: tuple[LookRow, ...]
    signatures: tuple[SignatureRow, ...]

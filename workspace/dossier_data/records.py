"""Signatures, shipments and the extract of the audit trail."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class SignatureFact:
    """Printed name, time and meaning (21 CFR 11.50(a)), and the hash of what was signed (11.70)."""

    printed_name: str
    organisation: str
    role: str
    meaning: str
    signed_at: datetime
    subject: str
    proof: str
    """How the signer identified himself at signing."""
    content_hash: str
    reason: str


@dataclass(frozen=True, slots=True)
class ShipmentFact:
    reference: str
    shipped_at: datetime
    quantity: Decimal
    unit: str
    ship_from: str
    consignee: str
    address: str
    contact: str
    carrier: str
    shipped_by: str
    paid: str
    """The gate's verdict as the shipment paid it; empty for one that is older than this record."""


@dataclass(frozen=True, slots=True)
class ChangeFact:
    """One row of the audit trail (21 CFR 11.10(e)): who changed what, from what to what, when and why."""

    at: datetime
    by: str
    organisation: str
    record: str
    action: str
    field: str
    old: str
    new: str
    reason: str

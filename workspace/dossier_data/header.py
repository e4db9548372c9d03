"""The first page: which lot, whose, and why it may or may not ship."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class LotHeader:
    number: str
    product_code: str
    product_name: str
    market: str
    state: str
    tone: str
    time_zone: str
    """IANA name of the site's zone, in which the report prints its times."""
    made_on: date | None
    packed_on: date | None
    expires_on: date | None
    completed_at: datetime | None
    quantity_planned: Decimal | None
    quantity_good: Decimal | None
    quantity_shipped: Decimal
    quantity_released: Decimal
    quantity_rejected: Decimal
    """Of what was made; the rest is still to be decided."""
    unit: str


@dataclass(frozen=True, slots=True)
class GateReason:
    """One condition of the gate, worded by `release.wording`: the sentence that page and API show too."""

    is_met: bool
    sentence: str
    clause: str
    waits_for: str
    """Who can cure it, worded; empty when met."""


@dataclass(frozen=True, slots=True)
class GateFacts:
    is_open: bool
    pattern: str
    """The release pattern and, for a conditional one, where it led and why."""
    checked_at: datetime
    valid_until: datetime | None
    open_quantity: Decimal
    """Released and not yet shipped, in the lot's unit; 0 while shut."""
    reasons: tuple[GateReason, ...]


@dataclass(frozen=True, slots=True)
class PartyFact:
    """A company or site and what it is to the lot."""

    part: str
    """Sponsor, Contract manufacturer, Site of manufacture …"""
    name: str
    address: str
    registration: str
    """FDA food facility registration; empty when not given."""

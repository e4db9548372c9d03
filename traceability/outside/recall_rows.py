"""The rows of a recall scope, with the words above their columns."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from records.reports import printed_as


@dataclass(frozen=True, slots=True)
class LotRow:
    """A lot that consumed the component lot, with where its quantity is; all but `used` in the lot's own unit."""

    number: str = printed_as("Lot", width="w16")
    product: str = printed_as("Product", under=True)
    label: str = printed_as("Label", under=True)
    state: str = printed_as("State", width="w14")
    expires_on: date | None = printed_as("Expires", under=True)
    used: Decimal = printed_as("Used", width="w10")
    used_unit: str = printed_as("Unit", under=True)
    made: Decimal | None = printed_as("Made", width="w10")
    unit: str = printed_as("Unit", under=True)
    shipped: Decimal = printed_as("Shipped", width="w10")
    returned: str = printed_as("Returned", width="w10")
    not_shipped: Decimal | None = printed_as("Made and not shipped", width="w12")
    holds: int = printed_as("Live holds", width="w8")


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    """Goods that left, and for whom (21 CFR 111.475(b)(1))."""

    lot: str = printed_as("Lot", width="w14")
    reference: str = printed_as("PO, ASN or invoice", under=True)
    shipped_at: datetime = printed_as("Shipped at", width="w20")
    ship_from: str = printed_as("From", under=True)
    quantity: Decimal = printed_as("Quantity", width="w10")
    unit: str = printed_as("Unit", under=True)
    consignee: str = printed_as("Consignee")
    carrier: str = printed_as("Carrier", width="w16")


@dataclass(frozen=True, slots=True)
class ConsigneeRow:
    """A direct account to be told (21 CFR 7.49)."""

    name: str = printed_as("Consignee", width="w20")
    kind: str = printed_as("Kind", under=True)
    address: str = printed_as("Address")
    contact: str = printed_as("Contact for a recall", width="w24")
    lots: tuple[str, ...] = printed_as("Lots", width="w12")
    received: tuple[str, ...] = printed_as("Received", width="w14")

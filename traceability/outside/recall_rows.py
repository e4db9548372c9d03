"""The rows of a recall scope, with the words above their columns."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from records.reports import printed_as


@dataclass(frozen=True, slots=True)
class LotRow:
    """A packaged lot that the component lot reached, with where its quantity is in its own unit."""

    number: str = printed_as("Lot", width="w14")
    sure: str = printed_as("How sure", under=True)
    product: str = printed_as("Product", under=True)
    label: str = printed_as("Label", under=True)
    state: str = printed_as("State", width="w12")
    expires_on: date | None = printed_as("Expires", under=True)
    path: tuple[str, ...] = printed_as("By these steps", width="w20")
    because: str = printed_as("Because", under=True)
    made: Decimal | None = printed_as("Made", width="w10")
    unit: str = printed_as("Unit", under=True)
    shipped: Decimal = printed_as("Shipped", width="w10")
    returned: Decimal | None = printed_as("Returned", under=True)
    not_shipped: Decimal | None = printed_as("Made and not shipped", width="w12")
    on_hand: Decimal | None = printed_as("On hand", under=True)
    unaccounted: Decimal | None = printed_as("Unaccounted", under=True)
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


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """A lot of material on the way: the component lot itself, blends, bulk, rework."""

    number: str = printed_as("Lot of material", width="w20")
    kind: str = printed_as("Kind", under=True)
    item: str = printed_as("Item", width="w20")
    sure: str = printed_as("How sure", width="w12")
    because: str = printed_as("Because")
    held: Decimal | None = printed_as("Received or made", width="w12")
    unit: str = printed_as("Unit", under=True)
    out: Decimal | None = printed_as("Went out, in sight", width="w12")


@dataclass(frozen=True, slots=True)
class ExcludedRow:
    """A lot that stands beside the answer, and why it is not in it."""

    number: str = printed_as("Lot", width="w20")
    item: str = printed_as("Item", width="w28")
    because: str = printed_as("Excluded because")


@dataclass(frozen=True, slots=True)
class UnprovenRow:
    """A step between lots that is stated or suspected without proof."""

    step: str = printed_as("Step", width="w40")
    lacks: str = printed_as("What it lacks")

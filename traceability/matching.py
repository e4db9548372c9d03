"""Whether what a warehouse or carrier says it carried left on a permit (domain §B6, R605). Pure, no Django.

Fail closed: a line is permitted only where a shipment on record, each of which spent a permit, says the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

Found = Literal["permitted", "unpermitted", "unknown"]


@dataclass(frozen=True, slots=True)
class StatedLine:
    """One line of a feed as it was handed in; `line` is its number in the feed's own system."""

    line: str
    lot: str
    quantity: Decimal
    shipped_at: datetime
    reference: str
    product: str = ""
    unit: str = ""
    consignee: str = ""
    permit: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A shipment on record."""

    id: UUID
    lot_id: UUID
    reference: str
    quantity: Decimal
    unit: str
    consignee: str
    permit: str


@dataclass(frozen=True, slots=True)
class Match:
    """What was found for one line; `because` is a sentence, empty where the line is permitted."""

    found: Found
    because: str = ""
    lot_id: UUID | None = None
    shipment_id: UUID | None = None


def match_all(
    lines: Iterable[StatedLine], lots: Mapping[tuple[str, str], Sequence[UUID]], sent: Iterable[Sent], told: set[UUID]
) -> list[Match]:
    """In the order of the lines. `lots`: (number, product code or "") → lots; `told`: shipments that earlier lines of
    the feed have told of. A shipment answers for one line only."""
    taken, by_lot = set(told), _by_lot(sent)
    found = []
    for line in lines:
        match = _match(line, lots.get((line.lot, line.product), ()), by_lot, taken)
        if match.shipment_id is not None:
            taken.add(match.shipment_id)
        found.append(match)
    return found


def _by_lot(sent: Iterable[Sent]) -> dict[UUID, list[Sent]]:
    found: dict[UUID, list[Sent]] = {}
    for shipment in sent:
        found.setdefault(shipment.lot_id, []).append(shipment)
    return found


def _match(line: StatedLine, lots: Sequence[UUID], sent: Mapping[UUID, list[Sent]], taken: set[UUID]) -> Match:
    if not lots:
        what = f"{line.lot} of {line.product}" if line.product else line.lot
        return Match("unknown", f"No lot {what} is on record in this partnership.")
    if len(lots) > 1:
        return Match("unknown", f"{len(lots)} lots have the number {line.lot}: state the product's code.")
    lot_id = lots[0]
    named = [s for s in sent.get(lot_id, ()) if _is_named(line, s)]
    if not named:
        what = f"on permit {line.permit}" if line.permit else f"under {line.reference}"
        return Match("unpermitted", f"No shipment of lot {line.lot} {what} is on record.", lot_id)
    left = [s for s in named if s.id not in taken]
    if not left:
        return Match("unpermitted", f"Another line tells of shipment {named[0].reference} already.", lot_id)
    differs = _differs(line, left[0])
    if differs:
        return Match("unpermitted", differs, lot_id)
    return Match("permitted", "", lot_id, left[0].id)


def _is_named(line: StatedLine, sent: Sent) -> bool:
    """By the permit where the line states one, else by PO, ASN or invoice."""
    if line.permit:
        return sent.permit.casefold() == line.permit.casefold()
    return sent.reference.casefold() == line.reference.casefold()


def _differs(line: StatedLine, sent: Sent) -> str:
    if line.unit and line.unit != sent.unit:
        return f"The feed counts in {line.unit}, shipment {sent.reference} in {sent.unit}."
    if line.quantity != sent.quantity:
        said, permitted = (f"{amount.normalize():f}" for amount in (line.quantity, sent.quantity))
        return f"The feed says {said} {sent.unit}, shipment {sent.reference} was permitted for {permitted}."
    if line.consignee and line.consignee.casefold() != sent.consignee.casefold():
        return f"The feed says {line.consignee}, shipment {sent.reference} was permitted for {sent.consignee}."
    return ""

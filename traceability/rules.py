"""What must hold before goods leave."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from evidence.pack.rules import Verdict
from kernel.errors import Refused
from lots.models import Lot
from lots.quantities import quantity_words
from release.models import ShipPermit
from traceability.models import Consignee


def check_count(amounts: Iterable[Decimal], place: str, counted_at: datetime, at: datetime) -> None:
    """Amounts that can be, a place, and a moment that has been (R604)."""
    if any(amount < 0 for amount in amounts):
        raise Refused("A count is zero or more.", "R604")
    if not place.strip():
        raise Refused("Say where it was counted.", "R604")
    if counted_at > at:
        raise Refused("The count would lie in the future.", "R604")


def check_released(number: str, verdicts: tuple[Verdict, ...]) -> None:
    if not verdicts:
        raise Refused(f"Nothing of lot {number} has been released: there is nothing to count.", "R604, 111.475(b)(2)")


def check_consignee(consignee: Consignee, lot: Any) -> None:
    """Direct accounts must be reachable in a recall (R603, 21 CFR 7.49)."""
    if consignee.partnership_id != lot.partnership_id:
        raise Refused("This consignee belongs to another partnership.", "R603")
    if not consignee.contact.strip():
        raise Refused(f"{consignee} has no contact that a recall could use.", "R603")


def check_verdicts(verdicts: Iterable[Verdict]) -> None:
    """The shipment rules R601–R603 hold for what is about to leave."""
    for verdict in verdicts:
        if verdict.outcome != "pass":
            raise Refused(verdict.sentence, f"{verdict.rule}, {verdict.paragraph}")


def check_fits(permit: ShipPermit, lot: Lot, consignee: Consignee, quantity: Decimal) -> None:
    """A permit is for its own lot, consignee and quantity alone; the trigger compares again."""
    if (permit.lot_id, permit.consignee_id, permit.quantity) != (lot.pk, consignee.pk, quantity):
        raise Refused(
            f"Permit {permit.number} is for {quantity_words(permit.quantity, permit.unit)} of lot "
            f"{permit.lot.number} to {permit.consignee_name}, for nothing else.",
            "R601",
            code="permit-mismatch",
        )

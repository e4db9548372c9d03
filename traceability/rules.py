"""What must hold before goods leave."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from evidence.pack.rules import Verdict
from kernel.errors import Refused
from lots.models import Lot, LotGate
from lots.quantities import quantity_words
from release.wording import why_shut
from traceability.models import Consignee


class GateShut(Refused):
    """The lot's gate is shut, or holds less than was asked."""

    code = "gate-shut"


def check_gate(lot: Lot, gate: LotGate, quantity: Decimal, names: Mapping[str, str]) -> None:
    """A readable refusal before the database's own; the trigger decides again under lock (ADR 0004)."""
    if not (gate.ok and gate.settled):
        raise GateShut(*why_shut(lot.number, gate.reasons, names))
    if gate.open_qty < quantity:
        raise GateShut(
            f"Lot {lot.number} may not ship {quantity_words(quantity, lot.unit)}: "
            f"{quantity_words(gate.open_qty, lot.unit)} are released and not yet shipped (R602).",
            "R602",
        )


def check_quantity(quantity: Decimal) -> None:
    if quantity <= 0:
        raise Refused("The quantity shipped must be more than zero.", "R602")


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

"""What must hold before goods of a lot may leave, and on which permit."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from kernel.errors import Refused
from lots.models import Lot, LotGate
from lots.quantities import quantity_words
from release.models import ShipPermit
from release.states import PermitState
from release.wording import why_shut


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


def check_promised(lot: Lot, gate: LotGate, quantity: Decimal, promised: Decimal) -> None:
    """Live permits never promise more than the gate holds."""
    if promised + quantity > gate.open_qty:
        raise GateShut(
            f"Lot {lot.number} may not ship {quantity_words(quantity, lot.unit)}: of the "
            f"{quantity_words(gate.open_qty, lot.unit)} released and not yet shipped, live permits promise "
            f"{quantity_words(promised, lot.unit)} (R602).",
            "R602",
        )


def check_shipped_quantity(quantity: Decimal) -> None:
    if quantity <= 0:
        raise Refused("The quantity shipped must be more than zero.", "R602")


class PermitDead(Refused):
    """The permit lets nothing leave; `code` says why."""


def check_live(permit: ShipPermit, at: datetime) -> None:
    """Fail closed: a permit that is not live in every respect lets nothing leave (domain §C1)."""
    what = f"Permit {permit.number} for lot {permit.lot.number}"
    if permit.state == PermitState.SPENT:
        raise PermitDead(f"{what} was spent on {_moment(permit.spent_at)}.", "R601", code="permit-spent")
    if permit.state != PermitState.LIVE:
        sentence = f"{what} was revoked on {_moment(permit.revoked_at)}: {permit.revoked_reason}"
        raise PermitDead(sentence, "R601", code="permit-revoked")
    if permit.expires_at <= at:
        raise PermitDead(f"{what} expired on {_moment(permit.expires_at)}.", "R601", code="permit-expired")


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d at %H:%M} UTC" if at else "an unknown day"


def unknown_permit() -> PermitDead:
    """For a number that nobody here issued, or that is not this company's to see: no difference is told."""
    refusal = PermitDead("No such permit is known here: nothing may leave on it.", "R601", code="permit-unknown")
    refusal.status = 404
    return refusal

"""Shipping is a plain INSERT: the database pays the gate or refuses (ADR 0004)."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kernel import events
from kernel.errors import Refused
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import move
from lots.models import Lot, LotGate
from lots.rules import check_may
from release.queries import organisation_names
from traceability import rules
from traceability.events import LotShipped
from traceability.judging import as_json, shipment_verdicts
from traceability.models import Consignee, Shipment


def ship(
    *,
    lot_id: UUID,
    consignee_id: UUID,
    quantity: Decimal,
    reference: str,
    ship_from: str,
    carrier: str,
    by: Actor,
    reason: str,
    at: datetime,
) -> Shipment:
    """Send goods of one lot to one consignee; refused with the gate's own sentence."""
    with transaction.atomic(), acting(by=by, reason=reason or "shipped", at=at):
        lot = Lot.objects.get(pk=lot_id)
        consignee = Consignee.objects.get(pk=consignee_id)
        check_may(by, "traceability.ship", lot, "ship goods")
        rules.check_quantity(quantity)
        rules.check_consignee(consignee, lot)
        gate = _checked_gate(lot, quantity)
        verdicts = shipment_verdicts(lot, consignee, quantity=quantity, reference=reference, carrier=carrier, at=at)
        rules.check_verdicts(verdicts)
        decision = decision_of(gate) | {"rules": as_json(verdicts)}
        shipment = _insert(lot, consignee, quantity, reference, ship_from, carrier, by, at, decision)
        _move_on(lot_id, by)
        events.publish(LotShipped(lot.pk, shipment.pk, lot.partnership_id, at))
        return shipment


def _checked_gate(lot: Lot, quantity: Decimal) -> LotGate:
    gate = LotGate.objects.get(lot_id=lot.pk)
    rules.check_gate(lot, gate, quantity, organisation_names([lot.sponsor_id, lot.cmo_id]))
    return gate


def decision_of(gate: LotGate) -> dict[str, Any]:
    """The snapshot of the verdict that a shipment rests on."""
    return {
        "gate_version": gate.version,
        "settled_at": gate.settled_at.isoformat() if gate.settled_at else None,
        "valid_until": gate.valid_until.isoformat() if gate.valid_until else None,
        "open_quantity": str(gate.open_qty),
        "reasons": gate.reasons,
    }


def _insert(
    lot: Lot, consignee: Consignee, quantity: Decimal, reference: str, ship_from: str, carrier: str,
    by: Actor, at: datetime, decision: dict[str, Any],
) -> Shipment:  # fmt: skip
    try:
        with transaction.atomic():
            return Shipment.objects.create(
                partnership_id=lot.partnership_id,
                sponsor_id=lot.sponsor_id,
                lot=lot,
                consignee=consignee,
                quantity=quantity,
                unit=lot.unit,
                shipped_at=at,
                ship_from=ship_from,
                reference=reference,
                carrier=carrier,
                shipped_by_id=by.person_id,
                decision=decision,
            )
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if constraint == "gate_shut":  # somebody was faster: say what the gate says now
            _checked_gate(lot, quantity)
            raise rules.GateShut(f"Lot {lot.number} was being changed. Try again.", "R601") from error
        if constraint == "shipment_reference_once":
            raise Refused(f"{reference} has been used for {lot} already.", "R602") from error
        raise


def _move_on(lot_id: UUID, by: Actor) -> None:
    """The lot's state follows the quantities; the gate row is held by the insert just made."""
    left = LotGate.objects.values_list("open_qty", flat=True).get(lot_id=lot_id)
    lot = Lot.objects.locked([lot_id]).get()
    move(lot, "ship_all" if left == 0 else "ship_part", by=by)

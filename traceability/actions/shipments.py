"""Shipping is a plain INSERT: the database pays the gate and spends the permit, or refuses (ADR 0004, 0016)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kernel import events
from kernel.clock import now
from kernel.errors import Refused
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import move
from lots.models import Lot, LotGate
from lots.rules import check_may
from release.actions.permits import ask_rule_again
from release.queries import organisation_names
from release.rules import GateShut, check_gate, check_live, check_shipped_quantity
from traceability import rules
from traceability.actions.permits import known_permit, permit_shipment
from traceability.events import LotShipped
from traceability.judging import as_json, shipment_verdicts
from traceability.models import Consignee, Shipment


@dataclass(frozen=True, slots=True)
class _Leaving:
    """What is about to leave."""

    lot: Lot
    consignee: Consignee
    quantity: Decimal
    reference: str
    ship_from: str
    carrier: str
    sscc: str = ""


def ship(
    *,
    lot_id: UUID,
    consignee_id: UUID,
    quantity: Decimal,
    reference: str,
    ship_from: str,
    carrier: str,
    sscc: str = "",
    permit_id: UUID | None = None,
    by: Actor,
    reason: str,
    at: datetime,
) -> Shipment:
    """Send goods of one lot to one consignee; refused with the gate's own sentence.

    On a permit that was issued before, or on one that is issued and spent here in one go.
    """
    with transaction.atomic(), acting(by=by, reason=reason or "shipped", at=at):
        lot = Lot.objects.get(pk=lot_id)
        goods = _Leaving(lot, Consignee.objects.get(pk=consignee_id), quantity, reference, ship_from, carrier, sscc)
        check_may(by, "traceability.ship", lot, "ship goods")
        check_shipped_quantity(quantity)
        rules.check_consignee(goods.consignee, lot)
        rules.check_keys(sscc=sscc)
        if permit_id is not None:
            _check_permit(permit_id, goods)
            ask_rule_again(LotGate.objects.get(lot_id=lot_id))
        gate = _checked_gate(lot, quantity)
        verdicts = shipment_verdicts(
            lot, goods.consignee, quantity=quantity, reference=reference, carrier=carrier, at=at
        )
        rules.check_verdicts(verdicts)
        if permit_id is None:
            permit_id = permit_shipment(
                lot_id=lot_id, consignee_id=consignee_id, quantity=quantity, by=by, reason=reason, at=at
            ).pk
        decision = decision_of(gate) | {"rules": as_json(verdicts)}
        shipment = _insert(goods, permit_id, by, at, decision)
        _move_on(lot_id, by)
        events.publish(LotShipped(lot.pk, shipment.pk, lot.partnership_id, at))
        return shipment


def spend_permit(
    *,
    permit_id: UUID,
    reference: str,
    ship_from: str,
    carrier: str,
    sscc: str = "",
    by: Actor,
    reason: str,
    at: datetime,
) -> Shipment:
    """Ship what the permit says: its lot, its quantity, to its consignee."""
    with transaction.atomic():
        permit = known_permit(permit_id)
        return ship(
            lot_id=permit.lot_id, consignee_id=permit.consignee_id, quantity=permit.quantity, reference=reference,
            ship_from=ship_from, carrier=carrier, sscc=sscc, permit_id=permit_id, by=by, reason=reason, at=at,
        )  # fmt: skip


def _check_permit(permit_id: UUID, goods: _Leaving) -> None:
    permit = known_permit(permit_id)
    check_live(permit, now())
    rules.check_fits(permit, goods.lot, goods.consignee, goods.quantity)


def _checked_gate(lot: Lot, quantity: Decimal) -> LotGate:
    gate = LotGate.objects.get(lot_id=lot.pk)
    check_gate(lot, gate, quantity, organisation_names([lot.sponsor_id, lot.cmo_id]))
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


def _insert(goods: _Leaving, permit_id: UUID, by: Actor, at: datetime, decision: dict[str, Any]) -> Shipment:
    lot = goods.lot
    try:
        with transaction.atomic():
            shipment = Shipment.objects.create(
                partnership_id=lot.partnership_id,
                sponsor_id=lot.sponsor_id,
                lot=lot,
                consignee=goods.consignee,
                quantity=goods.quantity,
                unit=lot.unit,
                shipped_at=at,
                ship_from=goods.ship_from,
                reference=goods.reference,
                carrier=goods.carrier,
                sscc=goods.sscc,
                shipped_by_id=by.person_id,
                permit_id=permit_id,
                decision=decision,
            )
            shipment.refresh_from_db(fields=["gate"])  # written by the trigger
            return shipment
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if constraint in ("gate_shut", "permit_not_live"):  # somebody was faster: say what stands now
            _check_permit(permit_id, goods)
            _checked_gate(lot, goods.quantity)
            raise GateShut(f"Lot {lot.number} was being changed. Try again.", "R601") from error
        if constraint == "shipment_reference_once":
            raise Refused(f"{goods.reference} has been used for {lot} already.", "R602") from error
        raise


def _move_on(lot_id: UUID, by: Actor) -> None:
    """The lot's state follows the quantities; the gate row is held by the insert just made."""
    left = LotGate.objects.values_list("open_qty", flat=True).get(lot_id=lot_id)
    lot = Lot.objects.locked([lot_id]).get()
    move(lot, "ship_all" if left == 0 else "ship_part", by=by)

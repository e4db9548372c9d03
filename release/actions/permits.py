"""Ship permits: issued through an open gate, revoked by a person or by whatever shuts the gate (domain §C1)."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from secrets import token_urlsafe
from uuid import UUID

from django.db import IntegrityError, transaction

from kernel import events
from kernel.clock import now
from kernel.history import acting
from kernel.ids import new_id
from kernel.scope import Actor, system
from kernel.states import move
from lots.actions.gates import touch
from lots.models import Lot, LotGate
from lots.rules import check_may
from release import rules
from release.events import PermitIssued, PermitRevoked
from release.models import ShipPermit
from release.outside.permit_words import address_of, lifetime, signed
from release.queries import live_permits, organisation_names, promised
from release.states import Pattern
from release.wording import why_shut

TOKEN_BYTES = 18
"""144 random bits: nobody guesses the address of a permit."""


def issue_permit(
    *, lot_id: UUID, consignee_id: UUID, consignee_name: str, quantity: Decimal, by: Actor, reason: str, at: datetime
) -> ShipPermit:
    """Let this quantity leave for this consignee, once and soon. The consignee was checked by whoever knows it.

    Refused while the gate is shut, and beyond what it holds and other live permits have not promised; the database
    counts again (`ReserveInTheGate`).
    """
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "ship permit issued", at=at):
        gate = LotGate.objects.select_for_update(no_key=True, of=("self",)).get(lot_id=lot_id)
        lot = Lot.objects.select_related("product").get(pk=lot_id)
        check_may(by, "release.permit", lot, "issue a ship permit")
        rules.check_shipped_quantity(quantity)
        ask_rule_again(gate)
        begins = now()
        rules.check_gate(lot, gate, quantity, organisation_names([lot.sponsor_id, lot.cmo_id]))
        rules.check_promised(lot, gate, quantity, promised(lot_id, begins))
        permit = ShipPermit(
            pk=new_id(),
            partnership_id=lot.partnership_id,
            sponsor_id=lot.sponsor_id,
            lot=lot,
            consignee_id=consignee_id,
            consignee_name=consignee_name,
            quantity=quantity,
            unit=lot.unit,
            token=token_urlsafe(TOKEN_BYTES),
            issued_by_id=by.person_id,
            issued_at=at,
            expires_at=begins + lifetime(),
        )
        permit.jws = signed(_claims(permit, begins))
        _insert(permit)
        events.publish(PermitIssued(permit.pk, lot.pk, lot.partnership_id, at))
        return permit


def ask_rule_again(gate: LotGate) -> None:
    """A conditional rule is answered anew at each shipment: what it looks at may have changed without this lot."""
    if gate.route.get("pattern") == Pattern.CONDITIONAL:
        touch([gate.lot_id])
        gate.refresh_from_db()


def _insert(permit: ShipPermit) -> None:
    try:
        with transaction.atomic():
            permit.save(force_insert=True)
    except IntegrityError as error:  # its time ran out since it was settled
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") not in ("gate_shut", "gate_promised"):
            raise
        raise rules.GateShut(f"Lot {permit.lot.number} was being changed. Try again.", "R601") from error


def _claims(permit: ShipPermit, begins: datetime) -> dict[str, object]:
    lot = permit.lot
    return {
        "jti": str(permit.pk),
        "iat": int(begins.timestamp()),
        "exp": int(permit.expires_at.timestamp()),
        "permit": permit.number,
        "lot": lot.number,
        "lot_id": str(lot.pk),
        "product": lot.product.code,
        "quantity": f"{permit.quantity.normalize():f}",
        "unit": permit.unit,
        "consignee": permit.consignee_name,
        "consignee_id": str(permit.consignee_id),
        "status": address_of(permit.token),
    }


def revoke_permit(*, permit_id: UUID, by: Actor, reason: str, at: datetime) -> ShipPermit:
    """Take a permit back that nobody has spent."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "permit revoked", at=at):
        permit = ShipPermit.objects.locked([permit_id]).get()
        _revoke(permit, by, reason.strip(), at)
        return permit


def revoke_shut(lot_ids: Iterable[UUID], at: datetime) -> None:
    """After settling: a gate that is shut, or holds less than was promised, leaves no permit alive (any hold does)."""
    live = live_permits(lot_ids, at).select_for_update(no_key=True, of=("self",)).select_related("lot")
    for lot_id, of_lot in groupby(live.order_by("lot_id", "pk"), key=lambda permit: permit.lot_id):
        permits, gate = list(of_lot), LotGate.objects.get(lot_id=lot_id)
        if gate.ok and sum(permit.quantity for permit in permits) <= gate.open_qty:
            continue
        lot = permits[0].lot
        names = organisation_names([lot.sponsor_id, lot.cmo_id])
        shut, _ = why_shut(lot.number, gate.reasons, names)
        reason = f"Lot {lot.number} holds less than its permits promise." if gate.ok else shut
        platform = system(lot.partnership_id)
        with acting(by=platform, reason=reason, at=at):
            for permit in permits:
                _revoke(permit, platform, reason, at)


def _revoke(permit: ShipPermit, by: Actor, reason: str, at: datetime) -> None:
    move(permit, "revoke", by=by, reason=reason, save=False)
    permit.revoked_at, permit.revoked_reason = at, reason
    permit.save(update_fields=["state", "revoked_at", "revoked_reason"])
    events.publish(PermitRevoked(permit.pk, permit.lot_id, permit.partnership_id, at))

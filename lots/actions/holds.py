"""Stop a lot, and let it go again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from lots import rules
from lots.actions.gates import changing
from lots.models import Hold, Lot


def place_hold(*, lot_id: UUID, by: Actor, reason: str, at: datetime) -> Hold:
    """Block use and shipment of a lot; the physical move stays possible (domain §C1)."""
    with transaction.atomic(), changing([lot_id]), acting(by=by, reason=reason or "hold", at=at):
        lot = Lot.objects.locked([lot_id]).get()
        rules.check_may(by, "lots.hold", lot, "place a hold")
        rules.check_reason(reason)
        return Hold.objects.create(
            partnership_id=lot.partnership_id,
            sponsor_id=lot.sponsor_id,
            lot=lot,
            organisation_id=by.company_id,
            reason=reason,
            placed_by_id=by.person_id,
            placed_at=at,
        )


def lift_hold(*, hold_id: UUID, by: Actor, reason: str, at: datetime) -> Hold:
    """Lift one hold of the own company; the others stay."""
    lot_id = Hold.objects.values_list("lot_id", flat=True).get(pk=hold_id)
    with transaction.atomic(), changing([lot_id]), acting(by=by, reason=reason or "lift", at=at):
        hold = Hold.objects.locked([hold_id]).get()
        rules.check_may(by, "lots.lift", hold, "lift a hold")
        rules.check_reason(reason)
        rules.check_lift(hold, by)
        hold.lifted_at, hold.lifted_by_id, hold.lift_reason = at, by.person_id, reason
        hold.save()
        return hold

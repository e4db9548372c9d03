"""Stop a lot, look at the hold again, and let the lot go."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from clocks.states import StartEvidence
from kernel.history import acting
from kernel.scope import Actor
from lots import rules
from lots.actions.gates import changing
from lots.actions.hold_reviews import await_review, reviewed
from lots.models import Hold, Lot
from lots.states import LIFTERS, Authority

REVIEW_AFTER = timedelta(days=30)


def place_hold(
    *,
    lot_id: UUID,
    by: Actor,
    reason: str,
    at: datetime,
    authority: str = Authority.QUALITY,
    review_on: date | None = None,
) -> Hold:
    """Block use and shipment of a lot; the physical move stays possible (domain §C1).

    `authority` says who of the own company may lift it; at `review_on` (in 30 days) the hold is looked at again.
    """
    with transaction.atomic(), changing([lot_id]), acting(by=by, reason=reason or "hold", at=at):
        lot = Lot.objects.locked([lot_id]).get()
        rules.check_may(by, "lots.hold", lot, "place a hold")
        rules.check_reason(reason)
        review_on = review_on or (at + REVIEW_AFTER).date()
        rules.check_review_date(review_on, at.date())
        hold = Hold.objects.create(
            partnership_id=lot.partnership_id,
            sponsor_id=lot.sponsor_id,
            lot=lot,
            organisation_id=by.company_id,
            authority=list(LIFTERS[by.side(lot) or "", authority]),
            review_on=review_on,
            reason=reason,
            placed_by_id=by.person_id,
            placed_at=at,
        )
        await_review([hold], StartEvidence.HELD, by=by, at=at)
        return hold


def keep_hold(*, hold_id: UUID, review_on: date, by: Actor, reason: str, at: datetime) -> Hold:
    """The hold was looked at and stays, with the date on which it is looked at next."""
    with transaction.atomic(), acting(by=by, reason=reason or "kept", at=at):
        hold = Hold.objects.locked([hold_id]).get()
        rules.check_may(by, "lots.hold", hold, "review a hold")
        rules.check_reason(reason)
        rules.check_own_live_hold(hold, by)
        rules.check_review_date(review_on, at.date())
        hold.review_on = review_on
        hold.save(update_fields=["review_on"])
        reviewed([hold.pk], by=by, at=at)
        await_review([hold], StartEvidence.REVIEWED, by=by, at=at)
        return hold


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
        reviewed([hold.pk], by=by, at=at)
        return hold

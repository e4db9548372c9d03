"""A change that cannot wait is made at once, its lots held until the sponsor has decided (domain §C5)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from change_control import rules
from change_control.actions.assessing import begin_assessment
from change_control.actions.locking import locked
from change_control.actions.telling import start_emergency_clock
from change_control.classification import classify
from change_control.models import ChangeRequest
from change_control.queries import lots_of, terms_for
from change_control.states import ChangePath
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import move
from lots.actions.event_holds import hold_for_event
from parties.models import Partnership

REVIEW_AFTER = timedelta(days=30)


def declare_emergency(
    *, change_id: UUID, lot_ids: Collection[UUID], by: Actor, reason: str, at: datetime
) -> ChangeRequest:
    """Implement under hold: the lots made so stay where they are until the sponsor approves.

    The sponsor has the clause's business days from now. Refused for another product's lot.
    """
    found = ChangeRequest.objects.select_related("product").get(pk=change_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "emergency", at=at):
        Partnership.objects.locked([found.partnership_id]).get()
        change = locked(change_id)
        move(change, "declare_emergency", by=by, reason=reason, save=False)
        rules.check_lots_of(change, lot_ids, lots_of(change.product_id, lot_ids))
        terms = terms_for(change.product, at.date())
        classified = classify(change.trigger, change.get_trigger_display(), terms)
        change.path, change.way, change.clause = ChangePath.EMERGENCY, classified.way, classified.clause
        change.because = f"{classified.because} It is made at once, its lots held: {reason.strip()}"
        change.qualification_lots, change.asked_on = classified.qualification_lots, change.effective_on
        change.save()
        hold_for_event(
            lot_ids=lot_ids,
            organisation_id=found.partnership.cmo_id,
            side="cmo",
            event_id=change.pk,
            event_number=change.number,
            reason=f"Made under emergency change {change.number}, not approved yet",
            review_on=(at + REVIEW_AFTER).date(),
            by=by,
            at=at,
        )
        start_emergency_clock(change, terms, by=by, at=at)
        begin_assessment(change, by=by, at=at)
        return change

"""Lots that run while the version changes: one decision each before the change takes effect (domain §C5)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from change_control import rules
from change_control.actions.locking import locked
from change_control.models import ChangeRequest, LotDecision
from change_control.queries import straddling_lots
from change_control.states import GRANTED, LotWay
from kernel.history import acting
from kernel.scope import Actor
from lots.actions.event_holds import hold_for_event
from parties.models import Partnership
from parties.rules import check_may

REVIEW_AFTER = timedelta(days=30)


def decide_lot(*, change_id: UUID, lot_id: UUID, decision: str, by: Actor, reason: str, at: datetime) -> LotDecision:
    """The sponsor says what becomes of a lot that was started under the old version; a lot to be rejected is held.

    Refused for a lot that does not run under it, without a reason, and beyond the run-out plan's number of lots.
    """
    partnership_id = ChangeRequest.objects.values_list("partnership_id", flat=True).get(pk=change_id)
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "lot decided", at=at):
        partnership = Partnership.objects.locked([partnership_id]).get()
        change = locked(change_id)
        check_may(by, "change_control.assess", change, "decide about running lots")
        rules.check_in(change, GRANTED, "Running lots are decided between the approval and the effect.")
        lot = next((lot for lot in straddling_lots(change) if lot.pk == lot_id), None)
        kept = change.lot_decisions.filter(decision=LotWay.KEEP_OLD).exclude(lot_id=lot_id).count()
        rules.check_lot_decision(change, lot, decision, reason, kept)
        made, _ = LotDecision.objects.update_or_create(
            change=change,
            lot_id=lot_id,
            defaults={"decision": decision, "reason": reason.strip(), "decided_by_id": by.person_id, "decided_at": at},
            create_defaults={
                "partnership_id": change.partnership_id, "sponsor_id": change.sponsor_id, "decision": decision,
                "reason": reason.strip(), "decided_by_id": by.person_id, "decided_at": at,
            },
        )  # fmt: skip
        if decision == LotWay.REJECT:
            hold_for_event(
                lot_ids=[lot_id], organisation_id=partnership.sponsor_id, side="sponsor", event_id=change.pk,
                event_number=change.number, reason=reason.strip(), review_on=(at + REVIEW_AFTER).date(), by=by, at=at,
            )  # fmt: skip
        return made

"""The sponsor consents before a lot is let go that its own report, or a grave event, had held (domain §C3).

One company cannot lift what stands for the other: the CMO's investigation says that a lot is not affected, the hold
stays until the sponsor agrees.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from clocks.actions import close_items, open_item
from kernel import events
from kernel.history import acting
from kernel.scope import Actor
from lots.actions import lift_for_event
from lots.actions.gates import changing
from lots.rules import check_may, check_reason
from parties.models import Partnership
from quality_events import rules
from quality_events.events import EventMoved
from quality_events.models import EventLot, QualityEvent
from quality_events.queries import waiting_for_consent
from quality_events.states import Standing

ROLES = ("SQA", "SQH")


def ask_consent(event: QualityEvent, *, by: Actor, at: datetime) -> None:
    """One item in the sponsor's inbox, however many lots wait; none while none does."""
    waiting = waiting_for_consent(event).count()
    close_items(key=_key(event), by=by, at=at)
    if waiting:
        open_item(
            key=_key(event),
            partnership=Partnership.objects.get(pk=event.partnership_id),
            organisation_id=event.sponsor_id,
            roles=ROLES,
            title=f"Consent to letting {waiting} lot{'s' if waiting > 1 else ''} of {event.number} go"[:250],
            why=event.clause,
            url=f"/events/{event.pk}/",
            by=by,
            at=at,
        )


def consent_to_scope(*, event_id: UUID, lot_ids: Iterable[UUID], by: Actor, reason: str, at: datetime) -> QualityEvent:
    """These lots are not affected, says the sponsor too: what held them for the event is lifted."""
    chosen = sorted(set(lot_ids))
    with transaction.atomic(), changing(chosen), acting(by=by, reason=reason or "consent", at=at):
        event, rows = _asked(event_id, chosen, by, reason)
        rows.update(consented_by_id=by.person_id, consented_at=at)
        lift_for_event(
            event_id=event.pk, event_number=event.number, by=by, reason=reason.strip(), at=at, lot_ids=chosen
        )
        return _done(event, "consent", by, at)


def refuse_scope(*, event_id: UUID, lot_ids: Iterable[UUID], by: Actor, reason: str, at: datetime) -> QualityEvent:
    """The sponsor is not convinced: the lots are to be looked at again, and stay held."""
    chosen = sorted(set(lot_ids))
    with transaction.atomic(), changing(chosen), acting(by=by, reason=reason or "refused", at=at):
        event, rows = _asked(event_id, chosen, by, reason)
        rows.update(standing=Standing.SUSPECTED, decided_by=None, decided_at=None)
        return _done(event, "scope", by, at)


def _asked(event_id: UUID, chosen: list[UUID], by: Actor, reason: str) -> tuple[QualityEvent, QuerySet[EventLot]]:
    event = QualityEvent.objects.locked([event_id]).get()
    check_may(by, "quality_events.decide", event, "consent to letting lots go")
    check_reason(reason)
    rows = EventLot.objects.filter(pk__in=waiting_for_consent(event).filter(lot_id__in=chosen).values("pk"))
    rules.check_consent_asked(found=rows.count(), chosen=len(chosen))
    return event, EventLot.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))


def _done(event: QualityEvent, verb: str, by: Actor, at: datetime) -> QualityEvent:
    ask_consent(event, by=by, at=at)
    events.publish(EventMoved(event.pk, event.partnership_id, verb, by, at))
    return event


def _key(event: QualityEvent) -> str:
    return f"event/{event.pk}/let-go"

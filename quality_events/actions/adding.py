"""A lot that turns out to be hit is added to an event by hand: what no pack shows, a person may know (§C3, §C7)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from clocks.actions import notify
from kernel import events
from kernel.history import acting
from kernel.scope import Actor
from lots.actions.gates import changing
from lots.models import Lot
from lots.rules import check_reason
from parties.models import Partnership
from quality_events import rules
from quality_events.actions.scope import contain
from quality_events.actions.telling import CMO_ROLES, SPONSOR_ROLES
from quality_events.events import EventMoved
from quality_events.models import EventLot, QualityEvent
from quality_events.queries import derived_lots, lots_of

BY_HAND = "added by hand"


def add_lots(*, event_id: UUID, lot_ids: Iterable[UUID], by: Actor, reason: str, at: datetime) -> QualityEvent:
    """These lots are hit as well. Their gates shut, the clause's holds are placed on them and on what they share."""
    found, chosen = QualityEvent.objects.get(pk=event_id), sorted(set(lot_ids))
    lots = list(Lot.objects.filter(pk__in=chosen, partnership_id=found.partnership_id).order_by("pk"))
    known = set(lots_of(found))
    derived = [hit for hit in derived_lots(lots, found.containment) if hit.lot_id not in known]
    touched = [*chosen, *(hit.lot_id for hit in derived)]
    with transaction.atomic(), changing(touched), acting(by=by, reason=reason or BY_HAND, at=at):
        event = QualityEvent.objects.locked([event_id]).get()
        rules.check_may_add_lots(by, event)
        rules.check_investigable(event)
        check_reason(reason)
        rules.check_new_lots(event, chosen=len(chosen), found=len(lots), known=len(known.intersection(chosen)))
        EventLot.objects.bulk_create(
            EventLot(
                partnership_id=event.partnership_id,
                sponsor_id=event.sponsor_id,
                event=event,
                lot=lot,
                because=BY_HAND,
                reason=reason.strip(),
                decided_by_id=by.person_id,
                decided_at=at,
            )
            for lot in lots
        )
        contain(event, lots, derived, by=by, at=at)
        _tell(event, ", ".join(lot.number for lot in lots), reason, by, at)
        events.publish(EventMoved(event.pk, event.partnership_id, "scope", by, at))
        return event


def _tell(event: QualityEvent, numbers: str, reason: str, by: Actor, at: datetime) -> None:
    partnership = Partnership.objects.get(pk=event.partnership_id)
    for organisation_id, roles in ((partnership.sponsor_id, SPONSOR_ROLES), (partnership.cmo_id, CMO_ROLES)):
        notify(
            key=f"event/{event.pk}/lots/{at:%Y%m%d%H%M%S}",
            partnership=partnership,
            organisation_id=organisation_id,
            roles=roles,
            subject_line=f"{event.number} hits lot {numbers} as well: {event.title}",
            facts={"what": event.title, "lot": numbers, "clause": event.clause, "note": reason.strip()[:500]},
            url=f"/events/{event.pk}/",
            by=by,
            at=at,
        )

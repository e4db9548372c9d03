"""A label incident is classified, its hazard evaluated, its obsolete labels destroyed (domain §C7)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from clocks.actions import close_items, notify, open_item
from clocks.queries import nearest, time_left
from kernel.errors import Refused
from kernel.history import acting
from kernel.scope import Actor
from lots.rules import check_may
from parties.models import Partnership
from quality_events.actions.causes import investigated
from quality_events.actions.telling import numbers_of
from quality_events.models import EventDocument, LabelDestruction, LabelIncident, QualityEvent
from quality_events.queries import direct_lots
from quality_events.rules import investigation as depth
from quality_events.rules import labels as rules
from quality_events.states import HAZARDOUS

_HEADS = ("SQH",)


def classify_label(*, event_id: UUID, fault: str, by: Actor, reason: str, at: datetime) -> LabelIncident:
    """Say what was wrong; identity and allergens ask the sponsor's head for the health-hazard evaluation at once."""
    with investigated(event_id, by, reason or "label fault", at) as event:
        rules.check_label_event(event, fault)
        incident = LabelIncident.objects.filter(event=event).first() or LabelIncident(
            partnership_id=event.partnership_id, sponsor_id=event.sponsor_id, event=event
        )
        incident.fault, incident.found_by_id, incident.found_at = fault, by.person_id, at
        incident.save()
        if fault in HAZARDOUS and not incident.hazard:
            _ask_for_evaluation(event, incident, by, at)
        return incident


def evaluate_hazard(*, event_id: UUID, hazard: str, by: Actor, reason: str, at: datetime) -> LabelIncident:
    """The sponsor says who could be hurt, how gravely, how likely (21 CFR 7.41)."""
    with transaction.atomic(), acting(by=by, reason=reason or "health hazard evaluated", at=at):
        event = QualityEvent.objects.locked([event_id]).get()
        check_may(by, "quality_events.decide", event, "evaluate a health hazard")
        rules.check_label_event(event, _fault(event))
        rules.check_hazard(hazard)
        incident = LabelIncident.objects.get(event=event)
        incident.hazard, incident.evaluated_by_id, incident.evaluated_at = hazard.strip(), by.person_id, at
        incident.save()
        close_items(key=_key(event), by=by, at=at)
        return incident


def certify_destruction(
    *,
    event_id: UUID,
    label_lot: str,
    quantity: int,
    destroyed_on: date,
    operator: str,
    witness: str,
    certificate_id: UUID | None,
    by: Actor,
    reason: str,
    at: datetime,
) -> LabelDestruction:
    """So many labels of that roll are gone, witnessed, with the certificate among the event's documents."""
    with transaction.atomic(), acting(by=by, reason=reason or "labels destroyed", at=at):
        event = QualityEvent.objects.locked([event_id]).get()
        check_may(by, "quality_events.investigate", event, "certify a destruction")
        rules.check_label_event(event, _fault(event))
        rules.check_destruction(
            label_lot=label_lot, quantity=quantity, destroyed_on=destroyed_on, today=at.date(),
            people=(operator, witness),
        )  # fmt: skip
        certificate = _certificate(event, certificate_id)
        return LabelDestruction.objects.create(
            partnership_id=event.partnership_id,
            sponsor_id=event.sponsor_id,
            event=event,
            label_lot=label_lot.strip(),
            quantity=quantity,
            destroyed_on=destroyed_on,
            operator=operator.strip(),
            witness=witness.strip(),
            certificate=certificate,
            certified_by_id=by.person_id,
            certified_at=at,
        )


def state_no_obsolete(*, event_id: UUID, by: Actor, reason: str, at: datetime) -> LabelIncident:
    """No label is destroyed, and why."""
    with transaction.atomic(), acting(by=by, reason=reason or "no labels destroyed", at=at):
        event = QualityEvent.objects.locked([event_id]).get()
        check_may(by, "quality_events.investigate", event, "answer for obsolete labels")
        depth.check_reason(reason, "no labels are destroyed")
        rules.check_label_event(event, _fault(event))
        incident = LabelIncident.objects.get(event=event)
        incident.no_obsolete = reason.strip()
        incident.save(update_fields=["no_obsolete"])
        return incident


def _certificate(event: QualityEvent, certificate_id: UUID | None) -> EventDocument:
    found = EventDocument.objects.filter(event=event, pk=certificate_id).first() if certificate_id else None
    if found is None:
        raise Refused("Add the certificate to the event’s documents, then choose it.", rules.LAW)
    return found


def _fault(event: QualityEvent) -> str:
    """The fault as classified; empty before."""
    return LabelIncident.objects.filter(event=event).values_list("fault", flat=True).first() or ""


def _key(event: QualityEvent) -> str:
    return f"event/{event.pk}/hazard"


def _ask_for_evaluation(event: QualityEvent, incident: LabelIncident, by: Actor, at: datetime) -> None:
    partnership = Partnership.objects.get(pk=event.partnership_id)
    title = f"Evaluate the health hazard of {event.number} ({incident.get_fault_display().lower()}): {event.title}"
    open_item(
        key=_key(event), partnership=partnership, organisation_id=partnership.sponsor_id, roles=_HEADS,
        title=title[:250], why="21 CFR 7.41", url=f"/events/{event.pk}/", by=by, at=at,
    )  # fmt: skip
    notify(
        key=f"event/{event.pk}/hazard/{incident.fault}", partnership=partnership,
        organisation_id=partnership.sponsor_id, roles=_HEADS, subject_line=title,
        facts={
            "what": event.title, "lot": numbers_of(direct_lots(event)), "clause": "21 CFR 7.41",
            "how_long": f"at once; {time_left(nearest([event.pk], owed_by=partnership.cmo_id), at)}",
        }, url=f"/events/{event.pk}/", by=by, at=at,
    )  # fmt: skip

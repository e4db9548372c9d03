"""An event is graver than it seemed: at once. Less grave: only with the sponsor's signed consent (§C3, §C7)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from agreements.queries import terms_of
from clocks.actions import close_items, notify, open_item
from clocks.queries import nearest, time_left
from clocks.states import StartEvidence
from kernel import events
from kernel.errors import Forbidden
from kernel.history import acting
from kernel.scope import Actor
from lots.actions.gates import changing
from lots.models import Lot
from lots.rules import check_may, check_reason
from parties.models import Partnership
from quality_events import rules
from quality_events.actions.interim import owe_interim
from quality_events.actions.scope import contain, containment_of
from quality_events.actions.telling import SPONSOR_ROLES, numbers_of
from quality_events.classes import consenters, is_granted, is_higher
from quality_events.content import class_change_content
from quality_events.events import EventMoved
from quality_events.models import ClassChange, QualityEvent
from quality_events.queries import derived_lots, direct_lots, lots_of
from quality_events.rules.investigation import DEEP
from records.actions.signatures import sign
from records.queries import persons_behind, signatures_of
from records.states import Meaning

CONSENT = "quality_events.consent"


def classify_event(*, event_id: UUID, classification: str, by: Actor, reason: str, at: datetime) -> QualityEvent:
    """A higher class holds from now on; a lower one is asked of the sponsor and changes nothing yet."""
    found = QualityEvent.objects.get(pk=event_id)
    is_raised = is_higher(classification, found.classification)
    lots = list(Lot.objects.filter(event_lots__event=found, event_lots__relation="direct").order_by("pk"))
    terms = terms_of(lots[0].agreement_version_id)
    derived = derived_lots(lots, containment_of(found.kind, classification, terms)) if is_raised else []
    touched = [*lots_of(found), *(hit.lot_id for hit in derived)] if is_raised else []
    with transaction.atomic(), changing(touched), acting(by=by, reason=reason or "class", at=at):
        event = QualityEvent.objects.locked([event_id]).get()
        rules.check_may_classify(by, event)
        rules.check_investigable(event)
        check_reason(reason)
        if not is_higher(classification, event.classification):
            _ask(event, classification, by, reason, at)
            return event
        _take_back(event, by, at)
        _apply(event, classification, at=at, by=by)
        contain(event, lots, derived, by=by, at=at)
        events.publish(EventMoved(event.pk, event.partnership_id, "classify", by, at))
        return event


def consent_to_class(
    *, event_id: UUID, proof: Any, shown_hash: str, by: Actor, reason: str, at: datetime
) -> QualityEvent:
    """The sponsor agrees to the lower class; it holds when everybody whose signature it needs has signed."""
    with transaction.atomic(), changing(_lots(event_id)), acting(by=by, reason=reason or "consent", at=at):
        event, asked = _asked(event_id)
        check_may(by, CONSENT, event, "consent to a lower class")
        sign(
            by=by,
            subject=asked,
            subject_kind="class_change",
            subject_label=f"{event.number}: {asked}",
            content=class_change_content(asked),
            meaning=Meaning.APPROVED,
            proof=proof,
            reason=reason,
            at=at,
            shown_hash=shown_hash,
            permission=CONSENT,
        )
        signed = [(persons_behind(signature), signature.role) for signature in signatures_of(asked.pk)]
        if is_granted(event.kind, signed):
            _decide(asked, by, at, granted=True, answer=reason)
            _apply(event, asked.to_class, at=at, by=by)
            events.publish(EventMoved(event.pk, event.partnership_id, "consent", by, at))
        return event


def refuse_class(*, event_id: UUID, by: Actor, reason: str, at: datetime) -> QualityEvent:
    """The class stays; the CMO reads why."""
    with transaction.atomic(), acting(by=by, reason=reason or "refused", at=at):
        event, asked = _asked(event_id)
        check_may(by, CONSENT, event, "refuse a lower class")
        check_reason(reason)
        _decide(asked, by, at, granted=False, answer=reason)
        return event


def _ask(event: QualityEvent, classification: str, by: Actor, reason: str, at: datetime) -> None:
    if by.side(event) != "cmo":
        raise Forbidden("A lower class is asked for by the CMO and agreed to by the sponsor.", "quality agreement")
    rules.check_lower_class(event, classification)
    rules.check_none_asked(event, is_asked=event.class_changes.filter(is_granted=None).exists())
    asked = ClassChange.objects.create(
        partnership_id=event.partnership_id,
        sponsor_id=event.sponsor_id,
        event=event,
        from_class=event.classification,
        to_class=classification,
        asked_by_id=by.person_id,
        asked_at=at,
        reason=reason.strip(),
    )
    open_item(
        key=f"class/{asked.pk}",
        partnership=Partnership.objects.get(pk=event.partnership_id),
        organisation_id=event.sponsor_id,
        roles=sorted(set().union(*consenters(event.kind))),
        title=f"Consent to {asked.get_to_class_display().lower()} for {event.number}: {event.title}"[:250],
        why=event.clause,
        url=f"/events/{event.pk}/",
        by=by,
        at=at,
    )


def _apply(event: QualityEvent, classification: str, *, by: Actor, at: datetime) -> None:
    """The class, and what the clauses say about it: who approves, by when, what is held from now on."""
    lots = direct_lots(event)
    terms = terms_of(lots[0].agreement_version_id)
    event.classification = classification
    event.needs_sponsor = terms.needs_sponsor(classification) if terms else True
    event.containment = {**event.containment, **containment_of(event.kind, classification, terms)}
    event.save(update_fields=["classification", "needs_sponsor", "containment"])
    partnership = Partnership.objects.select_related("cmo").get(pk=event.partnership_id)
    if terms and event.classification in DEEP:
        owe_interim(event, lots, terms, partnership, StartEvidence.RAISED, by=by, at=at)
    notify(
        key=f"event/{event.pk}/class/{classification}/{at:%Y%m%d%H%M%S}",
        partnership=partnership,
        organisation_id=partnership.sponsor_id,
        roles=SPONSOR_ROLES,
        subject_line=f"{event.number} is {event.get_classification_display().lower()} now: {event.title}",
        facts={
            "what": event.title,
            "lot": numbers_of(lots),
            "clause": event.clause,
            "how_long": time_left(nearest([event.pk], owed_by=partnership.cmo_id), at),
        },
        url=f"/events/{event.pk}/",
        by=by,
        at=at,
    )


def _asked(event_id: UUID) -> tuple[QualityEvent, ClassChange]:
    event = QualityEvent.objects.locked([event_id]).get()
    rules.check_investigable(event)
    return event, ClassChange.objects.get(event=event, is_granted=None)


def _lots(event_id: UUID) -> list[UUID]:
    return lots_of(QualityEvent.objects.get(pk=event_id))


def _take_back(event: QualityEvent, by: Actor, at: datetime) -> None:
    """Who finds it graver has answered what was asked."""
    for asked in event.class_changes.filter(is_granted=None):
        _decide(asked, by, at, granted=False, answer="The event was found graver.")


def _decide(asked: ClassChange, by: Actor, at: datetime, *, granted: bool, answer: str) -> None:
    asked.is_granted, asked.decided_by_id, asked.decided_at, asked.answer = granted, by.person_id, at, answer.strip()
    asked.save(update_fields=["is_granted", "decided_by", "decided_at", "answer"])
    close_items(key=f"class/{asked.pk}", by=by, at=at)

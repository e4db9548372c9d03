"""The sponsor approves, asks, or closes; where the clause leaves it to the CMO, the CMO closes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from agreements.terms import Terms
from evidence.queries import answered_by
from kernel import events
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move, move
from lots.actions.gates import changing
from quality_events import rules
from quality_events.actions.interim import drop_investigation
from quality_events.actions.scope import let_go
from quality_events.actions.turns import decided, drop_turns, send_back
from quality_events.content import signed_content
from quality_events.events import EventMoved
from quality_events.models import QualityEvent
from quality_events.queries import approvers_of, authors_of, lots_of, terms_for
from quality_events.queries.labels import incident_of
from quality_events.rules.labels import check_label_closing
from records.actions.signatures import sign
from records.queries import delegators_of
from records.states import Meaning

NO_TERMS = Terms("", {}, {})


def approve_event(*, event_id: UUID, proof: Any, shown_hash: str, by: Actor, reason: str, at: datetime) -> QualityEvent:
    """The sponsor approves the investigation and the disposition; its clock is met.

    Where the clause asks for two signatures the first one leaves the event waiting, and the clock running.
    """
    return _signed_step("approve", event_id, proof, shown_hash, by, reason, at)


def refuse_event(*, event_id: UUID, proof: Any, shown_hash: str, by: Actor, reason: str, at: datetime) -> QualityEvent:
    """The sponsor refuses the disposition: the investigation goes on, and the reason is signed."""
    with transaction.atomic():
        event = _signed_step("refuse", event_id, proof, shown_hash, by, reason, at)
        send_back(event, f"Refused, {event.number}: {reason}", by=by, at=at)
        return event


def close_event(*, event_id: UUID, proof: Any, shown_hash: str, by: Actor, reason: str, at: datetime) -> QualityEvent:
    """Close what has been decided; the lots' gates open again if nothing else keeps them shut."""
    event = QualityEvent.objects.get(pk=event_id)
    verb = "close_by_cmo" if by.side(event) == "cmo" else "close"
    if verb == "close_by_cmo":
        rules.check_closable_by_cmo(event)
    return _signed_step(verb, event_id, proof, shown_hash, by, reason, at)


def _signed_step(
    verb: str, event_id: UUID, proof: Any, shown_hash: str, by: Actor, reason: str, at: datetime
) -> QualityEvent:
    lot_ids = lots_of(QualityEvent.objects.get(pk=event_id))
    with transaction.atomic(), changing(lot_ids), acting(by=by, reason=reason or verb, at=at):
        event = QualityEvent.objects.locked([event_id]).get()
        transition = check_move(event, verb, by=by, reason=reason, signed=True)
        if verb != "close":
            rules.check_not_author(event, by, authors_of(event))
        if verb in ("approve", "refuse"):
            rules.check_approver(event, by, _terms(event).approvers)
        approved = approvers_of(event)
        if verb == "approve":
            rules.check_signs_once(event, by, approved | delegators_of(event.pk, Meaning.APPROVED))
        sign(
            by=by,
            subject=event,
            subject_kind="quality_event",
            subject_label=f"{event.number} {event.title}",
            content=signed_content(event),
            meaning=Meaning(transition.meaning),
            proof=proof,
            reason=reason,
            at=at,
            shown_hash=shown_hash,
            permission=transition.permission,
        )
        if verb == "approve" and len(approved) + 1 < _terms(event).approvals:
            return event
        if verb in ("close", "close_by_cmo"):
            check_label_closing(event.kind, incident_of(event), event.destructions.count())
            event.closed_at = at
        move(event, verb, by=by, reason=reason, signed=True)
        if event.closed_at:
            let_go(event, by=by, reason="the event is closed", at=at)
        decided(event, by=by, at=at)
        events.publish(EventMoved(event.pk, event.partnership_id, verb, by, at))
        return event


def question_event(*, event_id: UUID, by: Actor, reason: str, at: datetime) -> QualityEvent:
    """Return the proposal to the CMO with questions: the sponsor's clock ends, the CMO's runs; nothing is consented."""
    lot_ids = lots_of(QualityEvent.objects.get(pk=event_id))
    with transaction.atomic(), changing(lot_ids), acting(by=by, reason=reason or "question", at=at):
        event = QualityEvent.objects.locked([event_id]).get()
        move(event, "question", by=by, reason=reason)
        send_back(event, f"Answer on {event.number}: {reason}", by=by, at=at)
        events.publish(EventMoved(event.pk, event.partnership_id, "question", by, at))
        return event


def _terms(event: QualityEvent) -> Terms:
    return terms_for(event) or NO_TERMS


def cancel_event(*, event_id: UUID, by: Actor, reason: str, at: datetime) -> QualityEvent:
    """Reported by mistake: stays on record, cancelled with the sponsor's consent."""
    lot_ids = lots_of(QualityEvent.objects.get(pk=event_id))
    with transaction.atomic(), changing(lot_ids), acting(by=by, reason=reason or "cancel", at=at):
        event = QualityEvent.objects.locked([event_id]).get()
        rules.check_answers_nothing(event, answered_by(event.pk))
        move(event, "cancel", by=by, reason=reason)
        let_go(event, by=by, reason=f"the event is cancelled: {reason}", at=at)
        drop_turns(event, f"the event is cancelled: {reason}", by=by, at=at)
        drop_investigation(event, f"the event is cancelled: {reason}", by=by, at=at)
        events.publish(EventMoved(event.pk, event.partnership_id, "cancel", by, at))
        return event

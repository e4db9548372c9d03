"""The CMO investigates and proposes what becomes of the material (21 CFR 111.140(b)(3))."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel import events
from kernel.errors import Refused
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move, move
from lots.actions.gates import changing
from lots.rules import check_may
from quality_events import rules
from quality_events.actions.classify import classify_event
from quality_events.actions.interim import end_investigation
from quality_events.actions.turns import ask_for_decision
from quality_events.classes import FLOORS, is_higher
from quality_events.content import signed_content
from quality_events.events import EventMoved
from quality_events.models import QualityEvent
from quality_events.queries import lots_of
from quality_events.queries.investigation import unsigned_informants, whys_of
from quality_events.queries.labels import incident_of
from quality_events.queries.missed import least_missed_of
from quality_events.queries.oos import track_of
from quality_events.queries.oot import oot_of
from quality_events.rules import investigation as depth
from quality_events.rules import oos as oos_rules
from quality_events.rules import oot as oot_rules
from quality_events.rules.capa import check_decided
from quality_events.rules.labels import check_label_proposal
from quality_events.states import EventState, Missed, Standing
from records.actions.signatures import sign
from records.states import Meaning

CODES = ("root_cause", "found_at", "no_capa")
PARTS = ("cause", "effect", "correction", "material_action", "rationale", "other_lots", *CODES)


def record_investigation(
    *,
    event_id: UUID,
    parts: dict[str, str],
    missed: str,
    disposition: str,
    by: Actor,
    reason: str,
    at: datetime,
) -> QualityEvent:
    """Write down the parts of the material review; the first entry starts the investigation.

    A specification that turns out missed raises the class to what its kind of miss demands.
    """
    with transaction.atomic():
        found = QualityEvent.objects.get(pk=event_id)
        if is_higher(FLOORS[missed], found.classification):
            why = Missed(missed).label
            classify_event(event_id=event_id, classification=FLOORS[missed], by=by, reason=why, at=at)
        return _record(event_id, parts, missed, disposition, by, reason, at)


def _record(
    event_id: UUID, parts: dict[str, str], missed: str, disposition: str, by: Actor, reason: str, at: datetime
) -> QualityEvent:
    lot_ids = lots_of(QualityEvent.objects.get(pk=event_id))
    with changing(lot_ids), acting(by=by, reason=reason or "investigation", at=at):
        event = QualityEvent.objects.locked([event_id]).get()
        check_may(by, "quality_events.investigate", event, "investigate an event")
        rules.check_investigable(event)
        track = track_of(event)
        oos_rules.check_missed(event.kind, track.state if track else None, missed)
        rules.check_missed(missed, least_missed_of(event))
        depth.check_code(parts.get("root_cause", ""))
        for name in PARTS:
            setattr(event, name, parts.get(name, getattr(event, name)).strip())
        event.missed = missed
        if disposition:
            rules.check_lawful(missed, disposition)
        event.disposition = disposition
        if event.state in (EventState.REPORTED, EventState.REOPENED):
            move(event, "investigate", by=by, save=False)
        event.save()
        events.publish(EventMoved(event.pk, event.partnership_id, "investigate", by, at))
        return event


def propose_disposition(
    *, event_id: UUID, proof: Any, shown_hash: str, by: Actor, reason: str, at: datetime
) -> QualityEvent:
    """Sign the proposal; from here on the content is fixed and it is the sponsor's turn (or the CMO's, by clause)."""
    lot_ids = lots_of(QualityEvent.objects.get(pk=event_id))
    with (
        transaction.atomic(),
        changing(lot_ids),
        acting(by=by, reason=reason or "disposition proposed", at=at),
    ):
        event = QualityEvent.objects.locked([event_id]).get()
        transition = check_move(event, "propose", by=by, signed=True)
        if not event.disposition:
            raise Refused("Choose a disposition first.", "21 CFR 111.140(b)(3)(v)")
        rules.check_missed(event.missed, least_missed_of(event))
        rules.check_lawful(event.missed, event.disposition)
        rules.check_investigation(event)
        _check_depth(event)
        _check_result(event)
        check_label_proposal(event.kind, incident_of(event))
        check_decided(event.no_capa, event.capa_events.count())
        rules.check_scope_decided(event, event.event_lots.filter(standing=Standing.SUSPECTED).count())
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
        move(event, "propose", by=by, signed=True)
        end_investigation(event, by=by, at=at)
        ask_for_decision(event, by=by, at=at)
        events.publish(EventMoved(event.pk, event.partnership_id, "propose", by, at))
        return event


def _check_depth(event: QualityEvent) -> None:
    findings = [cause.finding for cause in event.possible_causes.all()]
    depth.check_causes(event, findings, len(whys_of(event)))
    depth.check_root_cause(event)
    depth.check_informants(unsigned_informants(event))


def _check_result(event: QualityEvent) -> None:
    track = track_of(event)
    oos_rules.check_concluded(event.kind, track.state if track else None)
    trend = oot_of(event)
    oot_rules.check_concluded(trend.state if trend else None)

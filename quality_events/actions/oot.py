"""The way of a result out of trend: reported by the platform, evaluated, concluded (domain §C3)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from agreements.queries import terms_of
from clocks.actions import meet, start
from clocks.actions.claims import each_claimed
from clocks.ladder import at_deadline, escalation, warning
from clocks.states import StartEvidence
from evidence.models import Pack, RuleVerdict, TrendLimits
from kernel.history import acting
from kernel.scope import Actor, opened, system
from kernel.states import check_move, move
from lots.actions.gates import changing
from lots.models import Lot
from parties.identity import ProofOfIdentity
from parties.models import Partnership
from quality_events.actions.causes import investigated
from quality_events.actions.interim import DAY, OOT_CLOCK
from quality_events.actions.report import report_event
from quality_events.actions.telling import CMO_ROLES, SPONSOR_ROLES
from quality_events.classes import start as starting_class
from quality_events.models import EventDocument, OotTrack, QualityEvent
from quality_events.queries import lots_of
from quality_events.queries.oot import oot_content
from quality_events.rules import oot as rules
from quality_events.states import EventKind, Missed, OotState
from records.actions.signatures import sign
from records.states import Meaning

RULE = "R318"


def report_next(*, at: datetime) -> int:
    """One pack with results outside their limits, each of them an event of its own; how many packs there were."""
    return each_claimed("claim_packs_out_of_trend", _report_all, limit=1, at=at)


def _report_all(pack_id: UUID, by: Actor, at: datetime) -> None:
    """For the CMO, whose result it is. The partnership is locked first (ADR 0004): who waited finds nothing left."""
    pack = Pack.objects.select_related("lot").get(pk=pack_id)
    with opened(system(pack.partnership_id, pack.lot.cmo_id)) as platform:
        Partnership.objects.select_for_update(no_key=True).get(pk=pack.partnership_id)
        for verdict in pack.verdicts.filter(rule=RULE, outcome="needs_event", answers=None).order_by("pk"):
            _report(verdict, pack.lot, by=platform, at=at)


def _report(verdict: RuleVerdict, lot: Lot, *, by: Actor, at: datetime) -> None:
    facts = verdict.inputs
    limits = TrendLimits.objects.get(product_id=lot.product_id, test=facts["test"], version=facts["limits"])
    event = report_event(
        lot_ids=[lot.pk],
        kind=EventKind.OOT,
        classification=starting_class(EventKind.OOT, Missed.NONE),
        title=f"{limits.test_name} of lot {lot.number} is out of trend",
        description=verdict.sentence,
        missed=Missed.NONE,
        discovered_at=at,
        answers=[verdict.pk],
        is_from_intake=True,
        by=by,
        reason="found by the rules",
        at=at,
    )
    with acting(by=by, reason="found by the rules", at=at):
        OotTrack.objects.create(
            partnership_id=event.partnership_id,
            sponsor_id=event.sponsor_id,
            event=event,
            limits=limits,
            result=facts["result"],
            value=facts["value"],
            unit=facts["unit"] or "",
        )
    _owe(event, lot, by=by, at=at)


def _owe(event: QualityEvent, lot: Lot, *, by: Actor, at: datetime) -> None:
    """The clock of the evaluation: ten business days, or what the agreement says."""
    terms, partnership = terms_of(lot.agreement_version_id), Partnership.objects.get(pk=event.partnership_id)
    if terms is None:
        return
    start(
        rule=OOT_CLOCK,
        subject_kind="quality_event",
        subject_id=event.pk,
        partnership=partnership,
        title=f"Evaluate {event.number}, lot {lot.number}",
        clause=terms.citation("investigation"),
        owner=partnership.cmo,
        owner_roles=CMO_ROLES,
        started_at=at,
        start_evidence=StartEvidence.DISCOVERED,
        site=lot.site,
        amount=terms.oot_days,
        unit="business_days",
        ladder=(
            warning(DAY, partnership.cmo_id, CMO_ROLES),
            at_deadline(partnership.cmo_id, CMO_ROLES),
            escalation(DAY, partnership.sponsor_id, SPONSOR_ROLES),
        ),
        url=f"/events/{event.pk}/",
        by=by,
        at=at,
        lot_id=lot.pk,
        lot_number=lot.number,
    )


def evaluate_oot(
    *, event_id: UUID, evaluation: str, proof_id: UUID | None, by: Actor, reason: str, at: datetime
) -> OotTrack:
    """What was looked at, and found; `proof_id` is a document of the event that proves an error of the laboratory."""
    with investigated(event_id, by, reason or "evaluation", at):
        track = OotTrack.objects.select_for_update(of=("self",), no_key=True).get(event_id=event_id)
        check_move(track, "find_normal", by=by, reason="asked for the step", signed=True)
        rules.check_evaluated(evaluation)
        track.evaluation, track.evaluated_by_id = evaluation.strip(), by.person_id
        track.proof = EventDocument.objects.filter(event_id=event_id, pk=proof_id).first() if proof_id else None
        track.save()
        return track


def conclude_oot(
    *, event_id: UUID, verb: str, proof: ProofOfIdentity, shown_hash: str, by: Actor, reason: str, at: datetime
) -> OotTrack:
    """Normal, an error of the laboratory, or a shift, signed; a shift makes the event a deviation."""
    lot_ids = lots_of(QualityEvent.objects.get(pk=event_id))
    with transaction.atomic(), changing(lot_ids), investigated(event_id, by, reason or verb, at) as event:
        tracks = OotTrack.objects.select_related("limits", "proof__file")
        track = tracks.select_for_update(of=("self",), no_key=True).get(event_id=event_id)
        transition = check_move(track, verb, by=by, reason=reason, signed=True)
        rules.check_conclusion(verb, track.evaluation, has_proof=track.proof_id is not None)
        sign(
            by=by,
            subject=track,
            subject_kind="oot",
            subject_label=f"{track.limits.test_name} of {event.number}",
            content=oot_content(track),
            meaning=Meaning(transition.meaning),
            proof=proof,
            reason=reason,
            at=at,
            shown_hash=shown_hash,
            permission=transition.permission,
        )
        track.concluded_at = at
        move(track, verb, by=by, reason=reason, signed=True)
        meet(rule=OOT_CLOCK, subject_id=event.pk, by=by, at=at)
        if track.state == OotState.SHIFT:
            event.kind = EventKind.DEVIATION
            event.save(update_fields=["kind"])
        return track

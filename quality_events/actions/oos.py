"""The way of an out-of-specification result: recorded, examined, retested as declared, concluded (domain §C3)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel.errors import Refused
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move, move
from masters.models.specifications import SpecificationTest, TestCategory
from quality_events.actions.causes import investigated
from quality_events.actions.investigate import record_investigation
from quality_events.models import EventDocument, OosResult, OosTrack, QualityEvent
from quality_events.queries.missed import least_missed_of
from quality_events.queries.oos import oos_content, terms_of_event, tests_of, track_of
from quality_events.rules import oos as rules
from quality_events.states import LAWFUL, STANDS, at_least
from records.actions.signatures import sign
from records.states import Meaning


@dataclass(frozen=True, slots=True)
class Measured:
    """A value as it was read, who read it, where and when."""

    value: str
    analyst: str
    laboratory: str
    tested_at: datetime


def record_oos(
    *,
    event_id: UUID,
    test: str,
    value: str,
    analyst: str,
    laboratory: str,
    tested_at: datetime,
    by: Actor,
    reason: str,
    at: datetime,
) -> OosTrack:
    """The initial result against the lot's own specification; it is written once and stays."""
    with investigated(event_id, by, reason or "initial result", at) as event:
        found = _test(event, test)
        is_met = rules.judged(value, found.limit, found.unit)
        is_recorded = track_of(event) is not None
        rules.check_initial(event.kind, is_met=is_met, value=value, limit=found.limit, is_recorded=is_recorded)
        rules.check_tested(analyst, laboratory, tested_at, at)
        track = OosTrack.objects.create(
            partnership_id=event.partnership_id,
            sponsor_id=event.sponsor_id,
            event=event,
            test=found.code,
            test_name=found.name,
            is_identity=found.category == TestCategory.IDENTITY,
            method=found.method,
            unit=found.unit,
            limit=found.limit,
        )
        _measured(track, 0, Measured(value, analyst, laboratory, tested_at), is_met=is_met, by=by, at=at)
        return track


def examine_oos(
    *, event_id: UUID, finding: str, is_error: bool, proof_id: UUID | None, by: Actor, reason: str, at: datetime
) -> OosTrack:
    """Phase 1: what the laboratory checked, and whether it was its own error; `proof_id` is an event's document."""
    with _followed(event_id, by, reason or "laboratory investigation", at) as track:
        documents = EventDocument.objects.filter(event_id=event_id)
        proof = documents.filter(pk=proof_id).first() if proof_id else None
        rules.check_examined(finding, is_error=is_error, has_proof=proof is not None)
        track.laboratory_finding, track.is_laboratory_error, track.proof = finding.strip(), is_error, proof
        track.examined_by_id = by.person_id
        move(track, "examine", by=by)
        return track


def declare_retests(
    *, event_id: UUID, count: int, basis: str, second_analyst: str, by: Actor, reason: str, at: datetime
) -> OosTrack:
    """Phase 2 begins: how many retests, why, by whom, before the first of them is made."""
    with _followed(event_id, by, reason or "retests declared", at) as track:
        rules.check_declared(count, basis, second_analyst, track.results.get(position=0).analyst)
        rules.check_agreed(count, terms_of_event(event_id))
        track.retests_declared, track.retest_basis = count, basis.strip()
        track.second_analyst, track.declared_at = second_analyst.strip(), at
        move(track, "declare", by=by)
        return track


def record_retest(
    *,
    event_id: UUID,
    value: str,
    analyst: str,
    laboratory: str,
    tested_at: datetime,
    by: Actor,
    reason: str,
    at: datetime,
) -> OosResult:
    """One retest, as it came out."""
    with _followed(event_id, by, reason or "retest", at) as track:
        made = track.results.count() - 1
        rules.check_retest(track.state, track.retests_declared or 0, made, analyst, track.second_analyst)
        rules.check_tested(analyst, laboratory, tested_at, at)
        rules.check_retest_time(tested_at, track.declared_at or at)
        is_met = rules.judged(value, track.limit, track.unit)
        measured = Measured(value, analyst, laboratory, tested_at)
        return _measured(track, made + 1, measured, is_met=is_met, by=by, at=at)


def review_production(*, event_id: UUID, review: str, by: Actor, reason: str, at: datetime) -> OosTrack:
    """What the batch record and the people on the line say about the result."""
    with _followed(event_id, by, reason or "production reviewed", at) as track:
        track.production_review = review.strip()
        track.save(update_fields=["production_review"])
        return track


def conclude_oos(
    *, event_id: UUID, verb: str, proof: Any, shown_hash: str, by: Actor, reason: str, at: datetime
) -> OosTrack:
    """Confirm, invalidate or leave inconclusive, signed; a result that stands makes the event miss a specification."""
    with transaction.atomic():
        with _followed(event_id, by, reason or verb, at) as track:
            transition = check_move(track, verb, by=by, reason=reason, signed=True)
            rules.check_conclusion(
                verb,
                is_error=track.is_laboratory_error,
                has_proof=track.proof_id is not None,
                declared=track.retests_declared,
                retests=list(track.results.filter(position__gt=0).values_list("is_met", flat=True)),
                review=track.production_review,
            )
            sign(
                by=by,
                subject=track,
                subject_kind="oos",
                subject_label=f"{track.test_name} of {track.event.number}",
                content=oos_content(track),
                meaning=Meaning(transition.meaning),
                proof=proof,
                reason=reason,
                at=at,
                shown_hash=shown_hash,
                permission=transition.permission,
            )
            track.concluded_at = at
            move(track, verb, by=by, reason=reason, signed=True)
        if track.state in STANDS:
            _miss(track, by, at)
        return track


def _miss(track: OosTrack, by: Actor, at: datetime) -> None:
    """The event says so from now on; a disposition that is no longer lawful is taken back."""
    event = QualityEvent.objects.get(pk=track.event_id)
    least = least_missed_of(event)
    missed = event.missed if event.missed in at_least(least) else least
    disposition = event.disposition if event.disposition in LAWFUL[missed] else ""
    why = f"{track.test_name}: {track.get_state_display().lower()}"
    record_investigation(event_id=event.pk, parts={}, missed=missed, disposition=disposition, by=by, reason=why, at=at)


@contextmanager
def _followed(event_id: UUID, by: Actor, reason: str, at: datetime) -> Iterator[OosTrack]:
    with investigated(event_id, by, reason, at) as event, acting(by=by, reason=reason, at=at):
        track = OosTrack.objects.select_for_update(of=("self",), no_key=True).filter(event=event).first()
        if track is None:
            raise Refused("Record the initial result first.", rules.LAW, code="oos-none")
        yield track


def _test(event: QualityEvent, code: str) -> SpecificationTest:
    found = {test.code: test for test in tests_of(event)}
    if code not in found:
        raise Refused("Choose a test of the lot’s specification.", rules.LAW, code="oos-test")
    return found[code]


def _measured(
    track: OosTrack, position: int, measured: Measured, *, is_met: bool, by: Actor, at: datetime
) -> OosResult:
    return OosResult.objects.create(
        partnership_id=track.partnership_id,
        sponsor_id=track.sponsor_id,
        track=track,
        position=position,
        value=measured.value.strip(),
        is_met=is_met,
        analyst=measured.analyst.strip(),
        laboratory=measured.laboratory.strip(),
        tested_at=measured.tested_at,
        entered_by_id=by.person_id,
        entered_at=at,
    )

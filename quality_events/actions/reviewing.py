"""A qualified person reviews, quality control decides and closes: two people (111.560, 111.12(b))."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel import events
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move, move
from lots.models import Lot
from lots.rules import check_may
from parties.identity import ProofOfIdentity
from parties.rules import check_distinct, check_may_in_person
from quality_events.actions.complaint_telling import ask, stop_asking, tell
from quality_events.actions.report import report_event
from quality_events.actions.screening import sign_complaint
from quality_events.classes import start
from quality_events.events import ComplaintMoved
from quality_events.models import Complaint, ComplaintLot
from quality_events.queries.complaints import is_screen_signed, latest_screen, owed_reports, relevant_lots
from quality_events.rules import complaints as rules
from quality_events.states import EventKind, Missed
from records.queries import delegators_of
from records.states import Meaning


def record_review(
    *, complaint_id: UUID, is_to_investigate: bool, review: str, lot_ids: Sequence[UUID], by: Actor, reason: str,
    at: datetime,
) -> Complaint:  # fmt: skip
    """What the qualified person found; `lot_ids` are all batches whose records were looked at, the named ones too."""
    with transaction.atomic(), acting(by=by, reason=reason or "review written", at=at):
        complaint = Complaint.objects.locked([complaint_id]).get()
        check_may(by, "quality_events.screen", complaint, "review a complaint")
        rules.check_reviewable(complaint)
        _set_relevant(complaint, lot_ids)
        complaint.is_to_investigate, complaint.review = is_to_investigate, review.strip()
        complaint.reviewed_by_id = by.person_id
        rules.check_review(complaint, len(relevant_lots(complaint.pk)))
        complaint.save()
        return complaint


def sign_review(
    *, complaint_id: UUID, proof: ProofOfIdentity, shown_hash: str, by: Actor, reason: str, at: datetime
) -> Complaint:
    """The review goes to quality control."""
    with transaction.atomic(), acting(by=by, reason=reason or "reviewed", at=at):
        complaint = Complaint.objects.locked([complaint_id]).get()
        transition = check_move(complaint, "review", by=by, reason=reason, signed=True)
        _check_screen_signed(complaint)
        rules.check_review(complaint, len(relevant_lots(complaint.pk)))
        rules.check_own_review(complaint, by)
        sign_complaint(complaint, transition, proof, shown_hash, by=by, reason=reason, at=at)
        move(complaint, "review", by=by, reason=reason, signed=True)
        events.publish(ComplaintMoved(complaint.pk, complaint.partnership_id, "review", by, at))
        ask(complaint, "decide", by=by, at=at)
        return complaint


def send_back(*, complaint_id: UUID, by: Actor, reason: str, at: datetime) -> Complaint:
    """Quality control sees it otherwise: it is reviewed again."""
    with transaction.atomic(), acting(by=by, reason=reason or "sent back", at=at):
        complaint = Complaint.objects.locked([complaint_id]).get()
        move(complaint, "send_back", by=by, reason=reason)
        events.publish(ComplaintMoved(complaint.pk, complaint.partnership_id, "send_back", by, at))
        ask(complaint, "review", by=by, at=at)
        return complaint


def investigate_complaint(
    *, complaint_id: UUID, proof: ProofOfIdentity, shown_hash: str, by: Actor, reason: str, at: datetime
) -> Complaint:
    """An event opens on every relevant lot: a serious adverse event critical, another complaint as its table says."""
    with transaction.atomic(), acting(by=by, reason=reason or "investigate", at=at):
        complaint = _settled("investigate", complaint_id, proof, shown_hash, by, reason, at, wants=True)
        screen = latest_screen(complaint.pk)
        kind = EventKind.ADVERSE_EVENT if screen and screen.is_serious else EventKind.COMPLAINT
        complaint.event = report_event(
            lot_ids=relevant_lots(complaint.pk),
            kind=kind,
            classification=start(kind, Missed.NONE),
            title=f"{complaint.number}: {complaint.words}"[:200],
            description=f"{complaint.words}\n\nReview: {complaint.review}",
            missed=Missed.NONE,
            discovered_at=complaint.first_received_at,
            is_from_intake=True,
            by=by,
            reason=reason,
            at=at,
        )
        move(complaint, "investigate", by=by, reason=reason, signed=True)
        events.publish(ComplaintMoved(complaint.pk, complaint.partnership_id, "investigate", by, at))
        ask(complaint, "answer", by=by, at=at)
        return complaint


def set_complaint_aside(
    *, complaint_id: UUID, proof: ProofOfIdentity, shown_hash: str, by: Actor, reason: str, at: datetime
) -> Complaint:
    """Quality control approves that nothing is investigated; the reason stands in the review."""
    with transaction.atomic(), acting(by=by, reason=reason or "not investigated", at=at):
        complaint = _settled("set_aside", complaint_id, proof, shown_hash, by, reason, at, wants=False)
        move(complaint, "set_aside", by=by, reason=reason, signed=True)
        events.publish(ComplaintMoved(complaint.pk, complaint.partnership_id, "set_aside", by, at))
        ask(complaint, "answer", by=by, at=at)
        return complaint


def record_answer(*, complaint_id: UUID, follow_up: str, reply: str, by: Actor, reason: str, at: datetime) -> Complaint:
    """Findings with follow-up, and what the complainant was answered, or why nothing (111.570(b)(2)(ii)(E), (F))."""
    with transaction.atomic(), acting(by=by, reason=reason or "answer written", at=at):
        complaint = Complaint.objects.locked([complaint_id]).get()
        check_may_in_person(by, "quality_events.screen", complaint, "answer a complaint")
        rules.check_answerable(complaint)
        complaint.follow_up, complaint.reply = follow_up.strip(), reply.strip()
        complaint.answered_by_id = by.person_id
        complaint.save()
        return complaint


def close_complaint(
    *, complaint_id: UUID, proof: ProofOfIdentity, shown_hash: str, by: Actor, reason: str, at: datetime
) -> Complaint:
    """Quality control approves findings and follow-up: nothing is owed, nothing is open."""
    with transaction.atomic(), acting(by=by, reason=reason or "closed", at=at):
        complaint = Complaint.objects.locked([complaint_id]).get()
        transition = check_move(complaint, "close", by=by, reason=reason, signed=True)
        _check_screen_signed(complaint)
        rules.check_closable(complaint, owed=owed_reports(complaint.pk).count())
        check_distinct(
            by, [complaint.answered_by_id], "You wrote the findings. Another person must close.", "21 CFR 111.12(b)"
        )
        sign_complaint(complaint, transition, proof, shown_hash, by=by, reason=reason, at=at)
        complaint.closed_at = at
        move(complaint, "close", by=by, reason=reason, signed=True)
        events.publish(ComplaintMoved(complaint.pk, complaint.partnership_id, "close", by, at))
        stop_asking(complaint, by=by, at=at)
        tell(complaint, "closed", "closed", by=by, at=at)
        return complaint


def _settled(
    verb: str, complaint_id: UUID, proof: ProofOfIdentity, shown_hash: str, by: Actor, reason: str, at: datetime,
    *, wants: bool,
) -> Complaint:  # fmt: skip
    """Checked and signed by quality control, who is not the reviewer; the caller moves it."""
    complaint = Complaint.objects.locked([complaint_id]).get()
    transition = check_move(complaint, verb, by=by, reason=reason, signed=True)
    _check_screen_signed(complaint)
    rules.check_as_reviewed(complaint, wants=wants)
    reviewers = [complaint.reviewed_by_id, *delegators_of(complaint.pk, Meaning.REVIEWED)]
    check_distinct(by, reviewers, "You reviewed this complaint. Another person must decide.", "21 CFR 111.12(b)")
    sign_complaint(complaint, transition, proof, shown_hash, by=by, reason=reason, at=at)
    return complaint


def _check_screen_signed(complaint: Complaint) -> None:
    rules.check_screen_signed(complaint, is_signed=is_screen_signed(complaint, latest_screen(complaint.pk)))


def _set_relevant(complaint: Complaint, lot_ids: Sequence[UUID]) -> None:
    """What the complaint names stays relevant; what an earlier review named and this one does not is out."""
    chosen = set(lot_ids)
    lots = list(Lot.objects.filter(pk__in=chosen).order_by("pk"))
    rules.check_lots_of_product(lots, complaint.product_id, len(chosen))
    known = {row.lot_id: row for row in complaint.complaint_lots.all()}
    ComplaintLot.objects.bulk_create(
        ComplaintLot(
            partnership_id=complaint.partnership_id, sponsor_id=complaint.sponsor_id, complaint=complaint, lot=lot
        )
        for lot in lots
        if lot.pk not in known
    )
    complaint.complaint_lots.filter(lot_id__in=chosen).update(is_relevant=True)
    complaint.complaint_lots.exclude(lot_id__in=chosen).filter(is_named=False).update(is_relevant=False)

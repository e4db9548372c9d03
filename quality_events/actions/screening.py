"""The adverse-event screen: each outcome answered by a person, who signs it (21 USC 379aa-1(a)(2))."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel import events
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import Transition, check_move, move
from lots.rules import check_may
from parties.identity import ProofOfIdentity
from quality_events.actions.adverse import owe_first_report, owe_none
from quality_events.actions.complaint_telling import ask
from quality_events.complaint_content import complaint_content
from quality_events.events import ComplaintMoved
from quality_events.models import AdverseScreen, Complaint
from quality_events.queries.complaints import latest_screen
from quality_events.rules.complaints import check_own_screen, check_screen
from quality_events.states import ComplaintState
from records.actions.signatures import sign
from records.states import Meaning


def record_screen(
    *,
    complaint_id: UUID,
    is_adverse: bool,
    answers: Mapping[str, bool],
    basis: str,
    by: Actor,
    reason: str,
    at: datetime,
) -> AdverseScreen:
    """Keep the answers. A serious event owes its report from now on, before anybody has signed."""
    with transaction.atomic(), acting(by=by, reason=reason or "screened", at=at):
        complaint = Complaint.objects.locked([complaint_id]).get()
        check_may(by, "quality_events.screen", complaint, "screen a complaint")
        check_screen(answers=answers, is_adverse=is_adverse, basis=basis)
        screen = AdverseScreen.objects.create(
            partnership_id=complaint.partnership_id,
            sponsor_id=complaint.sponsor_id,
            complaint=complaint,
            is_adverse=is_adverse,
            **answers,
            basis=basis.strip(),
            screened_by_id=by.person_id,
            screened_at=at,
        )
        if screen.is_serious:
            owe_first_report(complaint, by=by, at=at)
        return screen


def sign_screen(
    *, complaint_id: UUID, proof: ProofOfIdentity, shown_hash: str, by: Actor, reason: str, at: datetime
) -> Complaint:
    """Who answered signs: the complaint moves on. Signed as not serious, what is not submitted is owed no more."""
    with transaction.atomic(), acting(by=by, reason=reason or "screen signed", at=at):
        complaint = Complaint.objects.locked([complaint_id]).get()
        transition = check_move(complaint, "screen", by=by, reason=reason, signed=True)
        screen = latest_screen(complaint.pk)
        check_own_screen(complaint, screen, by)
        sign_complaint(complaint, transition, proof, shown_hash, by=by, reason=reason, at=at)
        move(complaint, "screen", by=by, reason=reason, signed=True)
        events.publish(ComplaintMoved(complaint.pk, complaint.partnership_id, "screen", by, at))
        if screen is not None and not screen.is_serious:
            owe_none(complaint, by=by, reason=f"screened as not serious: {screen.basis}"[:200], at=at)
        if complaint.state == ComplaintState.SCREENED:
            ask(complaint, "review", by=by, at=at)
        return complaint


def sign_complaint(
    complaint: Complaint, transition: Transition, proof: Any, shown_hash: str, *, by: Actor, reason: str, at: datetime
) -> None:
    """One signature under the complaint as the page showed it."""
    sign(
        by=by,
        subject=complaint,
        subject_kind="complaint",
        subject_label=f"{complaint.number} {complaint.product.name}"[:200],
        content=complaint_content(complaint),
        meaning=Meaning(transition.meaning),
        proof=proof,
        reason=reason,
        at=at,
        shown_hash=shown_hash,
        permission=transition.permission,
    )

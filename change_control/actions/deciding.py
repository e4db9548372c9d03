"""The sponsor decides about a change, with a signature (domain §C5)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from change_control import rules
from change_control.actions.locking import locked
from change_control.actions.telling import ask_to_decide, ask_to_implement, stop_asking, tell_cmo
from change_control.content import change_content
from change_control.models import ChangeRequest
from change_control.queries import clause_of, terms_for
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move, move
from parties.identity import ProofOfIdentity
from parties.rules import check_distinct
from records.actions import signatures
from records.states import Meaning


def approve(
    *, change_id: UUID, proof: ProofOfIdentity, shown_hash: str, by: Actor, reason: str, at: datetime
) -> ChangeRequest:
    """The change may be made effective on its day."""
    with transaction.atomic():
        change = _signed(change_id, "approve", proof, shown_hash, by, reason, at)
        ask_to_implement(change, by=by, at=at)
        return change


def reject(
    *, change_id: UUID, proof: ProofOfIdentity, shown_hash: str, by: Actor, reason: str, at: datetime
) -> ChangeRequest:
    """Everything stays as it is."""
    return _signed(change_id, "reject", proof, shown_hash, by, reason, at)


def ask_for_approval(*, change_id: UUID, by: Actor, reason: str, at: datetime) -> ChangeRequest:
    """The sponsor wants to decide about a change that it was only told of."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "approval asked for", at=at):
        change = locked(change_id)
        check_move(change, "object", by=by, reason=reason)
        rules.check_approver(change, terms_for(change.product, at.date()), by)
        move(change, "object", by=by, reason=reason)
        stop_asking(change, by=by, at=at)
        ask_to_decide(change, by=by, at=at)
        tell_cmo(change, by=by, at=at)
        return change


def _signed(
    change_id: UUID,
    verb: str,
    proof: ProofOfIdentity,
    shown_hash: str,
    by: Actor,
    reason: str,
    at: datetime,
) -> ChangeRequest:
    with transaction.atomic(), acting(by=by, reason=reason.strip() or verb, at=at):
        change = locked(change_id)
        transition = check_move(change, verb, by=by, reason=reason, signed=True)
        terms = terms_for(change.product, at.date())
        rules.check_covered(change, terms, at.date())
        rules.check_approver(change, terms, by)
        change.clause = clause_of(terms)
        check_distinct(
            by,
            [change.proposed_by_id],
            "You proposed this change. Somebody else must decide on it.",
            "quality agreement",
        )
        signatures.sign(
            by=by,
            subject=change,
            subject_kind="change_request",
            subject_label=f"{change.number} {change.title}"[:200],
            content=change_content(change),
            meaning=Meaning(transition.meaning),
            proof=proof,
            reason=reason,
            at=at,
            shown_hash=shown_hash,
            permission=transition.permission,
        )
        move(change, verb, by=by, reason=reason, signed=True)
        stop_asking(change, by=by, at=at)
        tell_cmo(change, by=by, at=at)
        return change

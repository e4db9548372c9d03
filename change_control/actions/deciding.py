"""The sponsor decides about a change, with a signature (domain §C5)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from change_control import rules
from change_control.actions.assessing import begin_assessment
from change_control.actions.locking import locked
from change_control.actions.telling import (
    EMERGENCY_CLOCK,
    ask_to_implement,
    stop_asking,
    tell_cmo,
)
from change_control.content import change_content, content_of
from change_control.models import ChangeRequest
from change_control.queries import clause_of, terms_for
from clocks.actions import meet
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move, move
from lots.actions.event_holds import held_for_event, lift_for_event
from lots.actions.gates import changing
from masters.actions import succeed_version
from masters.models import MasterKind
from parties.identity import ProofOfIdentity
from parties.rules import check_distinct
from records.actions import signatures
from records.models import Signature
from records.states import Meaning


def approve(
    *, change_id: UUID, proof: ProofOfIdentity, shown_hash: str, by: Actor, reason: str, at: datetime
) -> ChangeRequest:
    """The change may be implemented, and takes effect on its day; never before this approval.

    Lots made under an emergency change are let go.
    """
    held = held_for_event(change_id)
    with transaction.atomic(), changing(held):
        change, signature = _signed(change_id, "approve", proof, shown_hash, by, reason, at)
        with acting(by=by, reason="takes effect no earlier than its approval", at=at):
            _make_version(change, signature, by=by, at=at)
        if held:
            why = f"{change.number} is approved"
            lift_for_event(event_id=change.pk, event_number=change.number, by=by, reason=why, at=at)
        ask_to_implement(change, by=by, at=at)
        return change


def reject(
    *, change_id: UUID, proof: ProofOfIdentity, shown_hash: str, by: Actor, reason: str, at: datetime
) -> ChangeRequest:
    """Everything stays as it is; lots made under an emergency change stay held."""
    return _signed(change_id, "reject", proof, shown_hash, by, reason, at)[0]


def _make_version(change: ChangeRequest, signature: Signature, *, by: Actor, at: datetime) -> None:
    """The approval's day is the first possible one. What the request says is the next version, by this signature."""
    change.effective_on = max(change.effective_on, at.date())
    if change.kind and change.based_on:
        made = succeed_version(
            product_id=change.product_id,
            kind=MasterKind(change.kind),
            content=content_of(change),
            valid_from=change.effective_on,
            based_on=change.based_on,
            signature=signature,
            by=by,
            at=at,
        )
        change.made_version = made.pk
    change.save(update_fields=["effective_on", "made_version"])


def ask_for_approval(*, change_id: UUID, by: Actor, reason: str, at: datetime) -> ChangeRequest:
    """The sponsor wants to decide about a change that it was only told of."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "approval asked for", at=at):
        change = locked(change_id)
        check_move(change, "object", by=by, reason=reason)
        rules.check_approver(change, terms_for(change.product, at.date()), by)
        move(change, "object", by=by, reason=reason)
        stop_asking(change, by=by, at=at)
        begin_assessment(change, by=by, at=at)
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
) -> tuple[ChangeRequest, Signature]:
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
        if verb == "approve":
            rules.check_assessed(change, list(change.lines.all()))
        signature = signatures.sign(
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
        meet(rule=EMERGENCY_CLOCK, subject_id=change.pk, by=by, at=at)
        tell_cmo(change, by=by, at=at)
        return change, signature

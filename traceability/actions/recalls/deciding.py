"""The sponsor evaluates the hazard and decides, with two signatures (21 CFR 7.41, domain §C8)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move, move
from parties.identity import ProofOfIdentity
from records.actions import signatures
from records.states import Meaning
from traceability.actions.recalls.telling import ask, stop_asking, tell_cmo
from traceability.actions.recalls.writing import locked, write_paper
from traceability.models import Recall
from traceability.queries.recalls import papers, proposer_of, signed_content
from traceability.recalling.asked import HAZARD
from traceability.rules import recalls as rules
from traceability.states import PaperKind


def evaluate(
    *, recall_id: UUID, answers: Mapping[str, str], proposal: Mapping[str, Any], by: Actor, reason: str, at: datetime
) -> Recall:
    """Answer all questions of 21 CFR 7.41(a), and say what follows: `recall`, `class`, `because`."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "hazard evaluated", at=at):
        recall = locked(recall_id)
        rules.check_fits_kind(recall, "evaluate")
        check_move(recall, "evaluate", by=by)
        rules.check_answers(HAZARD, answers, "21 CFR 7.41(a)")
        rules.check_proposal(proposal)
        write_paper(recall, PaperKind.EVALUATION, answers, by=by, at=at)
        write_paper(recall, PaperKind.PROPOSAL, proposal, by=by, at=at)
        move(recall, "evaluate", by=by)
        return recall


def propose(
    *, recall_id: UUID, proof: ProofOfIdentity, shown_hash: str, by: Actor, reason: str, at: datetime
) -> Recall:
    """Whether to recall, and in which class, as it was written down. The first signature."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "decision proposed", at=at):
        recall = locked(recall_id)
        sign(recall, "propose", proof, shown_hash, by, reason, at)
        move(recall, "propose", by=by, reason=reason, signed=True)
        stop_asking(recall, "evaluate", by=by, at=at)
        ask(recall, "decide", "Decide", by=by, at=at)
        return recall


def reconsider(*, recall_id: UUID, by: Actor, reason: str, at: datetime) -> Recall:
    """The head of quality wants it evaluated again."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "evaluate again", at=at):
        recall = locked(recall_id)
        move(recall, "reconsider", by=by, reason=reason)
        stop_asking(recall, "decide", by=by, at=at)
        ask(recall, "evaluate", "Evaluate the hazard again", by=by, at=at)
        return recall


def decide(*, recall_id: UUID, proof: ProofOfIdentity, shown_hash: str, by: Actor, reason: str, at: datetime) -> Recall:
    """It is recalled. The second signature, by another person."""
    return _decided(recall_id, "decide", proof, shown_hash, by, reason, at)


def decline(
    *, recall_id: UUID, proof: ProofOfIdentity, shown_hash: str, by: Actor, reason: str, at: datetime
) -> Recall:
    """It is not recalled, and why."""
    return _decided(recall_id, "decline", proof, shown_hash, by, reason, at)


def sign(
    recall: Recall, verb: str, proof: ProofOfIdentity, shown_hash: str, by: Actor, reason: str, at: datetime
) -> None:
    """Bound to what the page showed: the papers of this step by their hash."""
    step = check_move(recall, verb, by=by, reason=reason, signed=True)
    signatures.sign(
        by=by,
        subject=recall,
        subject_kind="recall",
        subject_label=f"{recall.number} {recall.title}"[:200],
        content=signed_content(recall, verb),
        meaning=Meaning(step.meaning),
        proof=proof,
        reason=reason,
        at=at,
        shown_hash=shown_hash,
        permission=step.permission,
    )


def _decided(
    recall_id: UUID, verb: str, proof: ProofOfIdentity, shown_hash: str, by: Actor, reason: str, at: datetime
) -> Recall:
    with transaction.atomic(), acting(by=by, reason=reason.strip() or verb, at=at):
        recall = locked(recall_id)
        check_move(recall, verb, by=by, reason=reason, signed=True)
        proposer = proposer_of(recall)
        rules.check_decision(verb, papers(recall.pk).get(PaperKind.PROPOSAL), proposer, by)
        sign(recall, verb, proof, shown_hash, by, reason, at)
        move(recall, verb, by=by, reason=reason, signed=True)
        stop_asking(recall, "decide", by=by, at=at)
        tell_cmo(recall, recall.get_state_display().lower(), by=by, at=at)
        return recall

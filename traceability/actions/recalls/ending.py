"""Status reports, the end, the score of an exercise, and what is corrected for good (21 CFR 7.53, 7.55)."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from kernel.errors import Refused
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move, move
from lots.rules import check_may
from parties.identity import ProofOfIdentity
from quality_events.actions import propose_capa
from records.content import plain
from traceability.actions.recalls.deciding import sign
from traceability.actions.recalls.telling import stop_asking, tell_cmo
from traceability.actions.recalls.writing import locked, write_paper
from traceability.models import Recall, RecallStatus
from traceability.queries.recalls import accounts, figures, papers
from traceability.recalling.score import Located, Score, score_of
from traceability.rules import recalls as rules
from traceability.states import PaperKind


def report_status(
    *, recall_id: UUID, completes_on: date, remark: str, by: Actor, reason: str, at: datetime
) -> RecallStatus:
    """The figures as they stand, numbered."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "status reported", at=at):
        recall = locked(recall_id)
        check_may(by, "traceability.recall", recall, "make a status report")
        rules.check_fits_kind(recall, "notify")
        rules.check_running(recall)
        return RecallStatus.objects.create(
            partnership_id=recall.partnership_id,
            sponsor_id=recall.sponsor_id,
            recall=recall,
            number=recall.statuses.count() + 1,
            figures=plain(figures(accounts(recall))),
            completes_on=completes_on,
            remark=remark.strip(),
            reported_at=at,
            reported_by_id=by.person_id,
        )


def state_ending(*, recall_id: UUID, disposition: str, by: Actor, reason: str, at: datetime) -> Recall:
    """What became of the recalled product: the request for termination rests on it (7.55(b))."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "ending stated", at=at):
        recall = locked(recall_id)
        check_may(by, "traceability.recall", recall, "ask for the termination")
        rules.check_running(recall)
        if not disposition.strip():
            raise Refused("Say what became of the recalled product.", "21 CFR 7.55(b)")
        write_paper(recall, PaperKind.ENDING, {"disposition": disposition.strip()}, by=by, at=at)
        return recall


def terminate(
    *, recall_id: UUID, proof: ProofOfIdentity, shown_hash: str, by: Actor, reason: str, at: datetime
) -> Recall:
    """Signed: it is over. An exercise gets its score. The holds stay until each is lifted."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "terminated", at=at):
        recall = locked(recall_id)
        check_move(recall, "terminate", by=by, reason=reason, signed=True)
        rules.check_ending(recall, figures(accounts(recall)), papers(recall.pk), recall.statuses.count())
        sign(recall, "terminate", proof, shown_hash, by, reason, at)
        if recall.is_exercise:
            score = score_now(recall)
            recall.score = {**plain(score), "has_passed": score.has_passed}
        recall.terminated_at = at
        move(recall, "terminate", by=by, reason=reason, signed=True)
        stop_asking(recall, "part", by=by, at=at)
        tell_cmo(recall, "terminated", by=by, at=at)
        return recall


def propose_correction(*, recall_id: UUID, title: str, problem: str, by: Actor, reason: str, at: datetime) -> Recall:
    """What is to be corrected for good, with the recall as its source."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "correction proposed", at=at):
        recall = locked(recall_id)
        rules.check_locked(recall)
        rules.check_no_capa(recall)
        recall.capa = propose_capa(
            partnership_id=recall.partnership_id, event_ids=[], source="recall", reference=recall.number, title=title,
            problem=problem, by=by, reason=reason, at=at,
        )  # fmt: skip
        recall.save(update_fields=["capa"])
        return recall


def score_now(recall: Recall) -> Score:
    """As the exercise stands; it must have been locked and its contacts listed."""
    content = recall.locked_scope.content
    part = (recall.part or {}).get("located", {})
    proven = [edge[3] for edge in content["edges"]]
    return score_of(
        called_at=recall.opened_at,
        locked_at=recall.locked_at,  # type: ignore[arg-type]  # notices went out, so it was locked
        contacts_at=recall.notified_at,  # type: ignore[arg-type]  # likewise
        cmo_at=recall.part_at,
        lots=[
            Located(
                row["number"],
                None if row["made"] is None else Decimal(row["made"]),
                Decimal(row["shipped"]),
                Decimal(part.get(row["number"], row["on_hand"] or 0)) + Decimal(row["gone"]),
            )
            for row in content["rows"]
            if row["kind"] == "lot" and row["sure"] != "excluded"
        ],
        edges=len(proven),
        unproven=proven.count(False),
        both_directions=bool(content["back"]),
    )

"""The scope is fixed and everything in it stops, in one transaction (domain §C8).

Gates first: who ships at this moment has either shipped and stands in the scope, or finds the gate shut. The holds go
through the same action as everybody's, so they are stacked, have an owner and are lifted one by one; settling the gates
revokes the permits that were alive.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move, move
from lots.actions import place_hold
from lots.actions.gates import changing
from lots.models import Hold
from lots.states import Authority
from traceability.actions.recalls.telling import ask, stop_asking, tell_cmo
from traceability.actions.recalls.writing import locked
from traceability.models import LockedScope, Recall, RecalledLot
from traceability.queries.recalled import Answer, answer_of
from traceability.rules import recalls as rules


def lock_scope(*, recall_id: UUID, by: Actor, reason: str, at: datetime) -> Recall:
    """All of it, or nothing. An exercise fixes the scope and holds nothing."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "scope locked", at=at):
        asked = Recall.objects.get(pk=recall_id)
        before = answer_of(asked).lots
        with changing([] if asked.is_exercise else before):
            recall = locked(recall_id)
            verb = "rehearse" if recall.is_exercise else "lock"
            check_move(recall, verb, by=by)
            answer = answer_of(recall)
            rules.check_same_scope(before, answer.lots)
            rules.check_reached(answer.lots)
            holds = {} if recall.is_exercise else _hold(recall, answer, by, at)
            _keep(recall, answer, holds)
            recall.scope_hash, recall.locked_at = answer.digest, at
            move(recall, verb, by=by, reason=reason)
            stop_asking(recall, "evaluate", by=by, at=at)
            ask(recall, "part", "Say what of each lot is still there", by=by, at=at)
            tell_cmo(recall, "scope locked", by=by, at=at)
        return recall


def _hold(recall: Recall, answer: Answer, by: Actor, at: datetime) -> dict[UUID, Hold]:
    """One on each lot, which the sponsor's head of quality alone may lift."""
    why = f"{recall.number}: {recall.title}"
    return {
        key: place_hold(lot_id=key, by=by, reason=why, at=at, authority=Authority.HEAD)
        for key in sorted(answer.lots, key=str)
    }


def _keep(recall: Recall, answer: Answer, holds: dict[UUID, Hold]) -> None:
    shared = {"partnership_id": recall.partnership_id, "sponsor_id": recall.sponsor_id, "recall": recall}
    LockedScope.objects.create(**shared, content=answer.content, content_hash=answer.digest)
    RecalledLot.objects.bulk_create(
        RecalledLot(**shared, lot_id=key, sure=row.sure.value, because=row.because, hold=holds.get(key))
        for key, row in answer.lots.items()
    )

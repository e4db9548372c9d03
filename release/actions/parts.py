"""Deciding about the rest of a lot's quantity after a release of a part: released or rejected, each signed (§C6)."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from kernel.clock import now
from kernel.history import acting
from kernel.scope import Actor, system
from kernel.states import move
from lots.actions.gates import changing
from lots.models import Lot
from lots.states import LotState
from release import rules
from release.actions.decisions import Signing, record
from release.balance import rest_of
from release.gate import decide
from release.judging import release_verdicts
from release.models import Disposition
from release.queries import facts_of, live_pack_of, performers
from release.states import Decision


def decide_rest(*, lot_id: UUID, stage: str, signing: Signing, by: Actor, reason: str, at: datetime) -> Disposition:
    """Release or reject a quantity that the stage has not decided yet; the gate holds it in the same transaction.

    Refused beyond what is left; the database counts again (`release.counting`). A lot of which all had left is partly
    shipped again.
    """
    with transaction.atomic(), changing([lot_id]), acting(by=by, reason=reason or signing.decision, at=at):
        lot = Lot.objects.locked([lot_id]).get()
        facts = facts_of([lot_id])[lot_id]
        releases = signing.decision == Decision.RELEASE
        verdicts = release_verdicts(lot, live_pack_of(lot)) if releases and facts.pack else ()
        rules.check_rest(
            signing.decision,
            stage=stage,
            lot=lot,
            facts=facts,
            by=by,
            performer_ids=performers(stage, lot, facts),
            verdicts=verdicts,
        )
        rules.check_reason(signing.decision, reason)
        rules.check_quantity(signing.quantity, lot, rest_of(facts, stage))
        row = record(lot, facts, stage, signing, signing.quantity, verdicts, by=by, reason=reason, at=at)
        if releases and lot.state == LotState.SHIPPED and _holds_more(lot_id):
            move(lot, "release_rest", by=system(lot.partnership_id))
        return row


def _holds_more(lot_id: UUID) -> bool:
    """Whether goods may leave again, now that this decision counts."""
    return decide(facts_of([lot_id])[lot_id], now()).releasable > Decimal(0)

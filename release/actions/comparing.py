"""Every settled gate is compared with the live function (invariant I6): what is kept never decides alone for long.

A gate that stands open, or for more, where the facts would shut it is an incident: refused in the trail, told to the
operator by /readyz, and settled again at once. One that stands shut where time alone has opened it is only settled;
so is one whose conditional rule is met no more, which is asked again at each shipment.
"""

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

from clocks.actions import record_heartbeat
from kernel import scope
from kernel.clock import now
from kernel.errors import Refused
from kernel.scope import Actor
from lots.actions.gates import touch
from lots.models import LotGate
from lots.quantities import quantity_words
from parties.events import AttemptRefused
from records.actions.refusals import write_refusal
from release.queries import GATES_DIFFERED, differences, facts_of, settled_gates, verdicts_of
from release.states import Pattern

BATCH = 500
FIRST = UUID(int=0)
logger = logging.getLogger(__name__)


def compare_page(*, after: UUID, limit: int = BATCH) -> UUID | None:
    """The next `limit` settled gates behind this lot's key; the last one's key, None when none is left."""
    with scope.opened(scope.system()), transaction.atomic():
        page = settled_gates(after, limit)
    for partnership_id, lot_ids in page.items():
        with scope.opened(scope.system(partnership_id)) as by:
            with transaction.atomic():
                suspects = differences(lot_ids, now())
            for lot_id in suspects:
                _confirm(lot_id, by)
    return max((lot_id for lot_ids in page.values() for lot_id in lot_ids), default=None)


def _confirm(lot_id: UUID, by: Actor) -> None:
    """Compared again under the gate's lock: what changed meanwhile is no difference."""
    with transaction.atomic():
        gate = LotGate.objects.select_for_update(no_key=True).get(lot_id=lot_id)
        at = now()
        if not differences([lot_id], at):
            return
        live = verdicts_of([lot_id], at)[lot_id]
        if gate.route.get("pattern") == Pattern.CONDITIONAL and live.route.needs_sponsor:
            logger.warning("the conditional rule of lot %s is met no more; settled again", lot_id)
        elif gate.ok and (not live.is_open or gate.open_qty > live.releasable):
            _incident(gate, "for less" if live.is_open else "shut", by, at)
        else:
            logger.warning("the gate of lot %s stood shut where the facts open it; settled again", lot_id)
        touch([lot_id])


def _incident(gate: LotGate, found: str, by: Actor, at: datetime) -> None:
    facts = facts_of([gate.lot_id])[gate.lot_id]
    kept = quantity_words(gate.open_qty, facts.unit)
    sentence = (
        f"The gate of lot {facts.number} stood open for {kept}; by the facts it is {found}. It was settled again."
    )
    logger.error("gate of lot %s, version %s: %s", gate.lot_id, gate.version, sentence)
    write_refusal(
        AttemptRefused(
            refusal=Refused(sentence, "21 CFR 11.10(a), I6", code="gate-differs"),
            by=by,
            action="release.tasks.compare_gates",
            subject_id=gate.lot_id,
            partnership_id=gate.partnership_id,
            at=at,
            detail={"gate_version": gate.version, "open_quantity": str(gate.open_qty), "reasons": gate.reasons},
        )
    )
    record_heartbeat(name=GATES_DIFFERED, at=at)

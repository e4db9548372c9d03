"""A recall of each partnership, walked to what its account answered, and scopes that companies kept."""

from kernel import scope
from kernel.clock import now
from kernel.scope import Actor
from lots.models import Lot
from tests.factories.world import World
from tests.traceability.recalled import opened, to_its_end, walk
from traceability.actions import run_scope
from traceability.scoping.question import Question


def recall(world: World, lot: Lot) -> None:
    """Of a lot that has left: scope, papers, notices, an answer, a check, a status report."""
    (made,) = opened(world.reviewer, Question(lots=(lot.pk,)), title=f"Lead in {lot.number}")
    walk(world, made, "notified")
    to_its_end(world, made)


def keep_scope(by: Actor) -> None:
    """Of whatever this supplier's number reaches: also where the answer is empty."""
    with scope.opened(by):
        run_scope(question=Question(supplier_lot="RB-55120"), by=by, reason="", at=now())

"""Who ships at the moment of a recall's lock stands in the locked scope, or does not ship: never neither (ADR 0034).

The control locks without shutting the gates first, and must miss shipments.
"""

import random
from contextlib import contextmanager
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from kernel import scope
from kernel.history import acting
from tests.factories.world import World, make_world
from tests.faults.planted import AT, open_lots, permits
from tests.faults.racing import collide, think
from tests.faults.test_gate_races import TRIALS, _ship
from traceability.actions.recalls import lock_scope
from traceability.models import LockedScope, Recall, Shipment

LOCK_TRIALS = max(TRIALS // 50, 1)
QUANTITY = Decimal(40)

pytestmark = pytest.mark.faults


@pytest.fixture
def raced(committed_database: str) -> World:
    return make_world()


def _recall(world: World, lot: Any) -> Recall:
    """Decided, of this lot alone."""
    with scope.opened(world.head), acting(by=world.head, reason="planted", at=AT):
        recall = Recall.objects.create(
            partnership=world.alder_keystone, sponsor=world.alder, number=f"RC-{lot.number}", title="Lead", signal="x",
            question={"forward": True, "lots": [str(lot.pk)]}, opened_by_id=world.head.person_id, opened_by_cmo=False,
            opened_at=AT,
        )  # fmt: skip
        for state in ("evaluated", "proposed", "decided"):
            Recall.objects.filter(pk=recall.pk).update(state=state)
        return recall


def _lock(world: World, of: dict[UUID, UUID]) -> Any:
    rng = random.Random(7)  # noqa: S311 - a repeatable race, no secret

    def attempt(lot_id: UUID) -> bool:
        with scope.opened(world.reviewer):
            think(rng)
            return bool(lock_scope(recall_id=of[lot_id], by=world.reviewer, reason="", at=AT).locked_at)

    return attempt


def _missed(world: World, trials: int, database: str) -> int:
    """Lots that left and do not stand as shipped in the locked scope."""
    lots, consignee = open_lots(world, trials)
    permits(world, consignee, QUANTITY, [1], name=database)
    of = {lot.pk: _recall(world, lot).pk for lot in lots}
    collide(_ship(world, consignee, QUANTITY, 1), _lock(world, of), [lot.pk for lot in lots])
    with scope.opened(world.reviewer):
        shipped = set(Shipment.objects.values_list("lot_id", flat=True))
        contents = dict(LockedScope.objects.values_list("recall_id", "content"))
    assert len(contents) == trials
    told = {lot_id for lot_id, recall_id in of.items() if contents[recall_id]["accounts"]}
    assert told <= shipped
    return len(shipped - told)


def test_who_ships_is_in_the_scope(raced: World, committed_database: str) -> None:
    assert _missed(raced, LOCK_TRIALS, committed_database) == 0


@contextmanager
def _no_gates(_ids: object) -> Any:
    yield


def test_without_the_gates_some_are_missed(
    raced: World, committed_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from traceability.actions.recalls import locking  # noqa: PLC0415 - to break a part of it

    monkeypatch.setattr(locking, "changing", _no_gates)
    monkeypatch.setattr(locking, "_hold", lambda *_given: {})
    assert _missed(raced, LOCK_TRIALS, committed_database) > 0

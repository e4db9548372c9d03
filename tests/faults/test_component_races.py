"""A component lot is held while it is consumed: whoever consumed it is held, before or after (second race of ADR 0004).

Steered, not tried by chance: the event is reported when the pack has been asked which events it meets and is not
committed yet. Without the lock that both take, neither sees the other, and the control must fail.
"""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connections, transaction

from evidence.actions import submit
from kernel import scope
from lots.models import Consumption, Hold, Lot, LotGate
from quality_events.actions import report_event
from tests.evidence.scene import SUBMITTED, Scene
from tests.factories.agreed_clauses import CONTAINMENT, clauses
from tests.factories.walked import Shop, make_lot, make_shop, plant_pack
from tests.factories.world import make_world
from tests.faults.racing import answer_of
from traceability.models import Shipment

PATIENCE = 120
WAITS = 3  # s: as long as the pack leaves the reporter to come in between

pytestmark = pytest.mark.faults


def _consume(scene: Scene, met: Any, over: Any, answers: Any) -> None:
    """Submit; between meeting the events and the commit stop for the reporter."""
    judged = submit.check

    def slow(*given: Any, **named: Any) -> None:
        met.set()
        over.wait(timeout=WAITS)
        judged(*given, **named)

    submit.check = slow  # type: ignore[assignment]  # in this process alone
    answers.put(scene.submit().pack.state)
    connections.close_all()


def _hold(shop: Shop, lot_id: UUID, met: Any, over: Any, answers: Any) -> None:
    """A critical event on the lot that shares the component lots."""
    met.wait(timeout=PATIENCE)
    by = shop.world.clerk
    with scope.opened(by):
        event = report_event(
            lot_ids=[lot_id], kind="deviation", classification="critical", title="Foreign powder in a drum",
            description="Found in the component.", missed="none", discovered_at=SUBMITTED, by=by, reason="",
            at=SUBMITTED + timedelta(minutes=1),
        )  # fmt: skip
    over.set()
    answers.put(event.number)
    connections.close_all()


def _raced() -> tuple[Shop, Lot]:
    """The two at once; the shop, and the lot whose pack came while its component lots were being held."""
    with transaction.atomic():
        shop = make_shop(make_world(), stated=[*clauses(), CONTAINMENT])
        reported = make_lot(shop, "KB-1", until="completed")
        plant_pack(shop, reported)
        scene = Scene(shop)
    connections.close_all()
    context = multiprocessing.get_context("fork")
    met, over, queues = context.Event(), context.Event(), (context.Queue(), context.Queue())
    processes = [
        context.Process(target=_consume, args=(scene, met, over, queues[0])),
        context.Process(target=_hold, args=(shop, reported.pk, met, over, queues[1])),
    ]
    for process in processes:
        process.start()
    for process, queue in zip(processes, queues, strict=True):
        answer_of(process, queue, PATIENCE)
        process.join(timeout=60)
    return shop, scene.lot


def _held(shop: Shop, lot: Lot) -> tuple[int, bool]:
    """How many holds stand on the lot, and whether its gate is open; it did consume what the event is about."""
    with scope.opened(shop.world.clerk), transaction.atomic():
        assert Consumption.objects.filter(lot=lot).exists()
        assert not Shipment.objects.exists()
        return Hold.objects.filter(lot=lot, lifted_at=None).count(), LotGate.objects.get(lot=lot).ok


def test_whoever_consumes_what_is_being_held_is_held(committed_database: str) -> None:
    assert _held(*_raced()) == (1, False)


def test_without_the_lock_the_newcomer_is_missed(committed_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def unlocked(_lot_id: UUID) -> Iterator[None]:
        yield

    monkeypatch.setattr(submit, "_before_or_after_events", unlocked)
    assert _held(*_raced()) == (0, False)

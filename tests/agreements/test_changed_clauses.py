"""A changed clause never moves a running clock: not its deadline, not its ladder, not what it may be paused by."""

from datetime import timedelta
from typing import Any

import pytest

from agreements import actions as agreements
from agreements.actions import ClauseDraft
from agreements.models import Agreement
from clocks.actions import fire_due, pause
from clocks.models import Clock, ClockStep, OutboxMessage
from clocks.queries import explanation
from kernel import scope
from lots.models import Lot
from tests.factories.agreed_clauses import INVESTIGATION, PAUSE, clauses
from tests.factories.baseline import sign_agreement
from tests.factories.walked import AT, Shop, make_lot, make_shop
from tests.factories.world import World
from tests.quality_events.reported import NOON, investigate, propose, report

OLD = "QA-ALD-KEY-01 v2"
HAND_OFF, DECIDE = "evidence.hand_off", "quality_events.decide"
SIGNED = NOON + timedelta(hours=1)
SHORTER = {
    "evidence": {"window_hours": 4},
    "notification": {"critical_hours": 1, "major_hours": 1, "minor_hours": 1},
    "event_approval": {"critical_hours": 1, "major_hours": 2},
    "review": {"pack_days": 1, "disposition_days": 1},
    "investigation": {"interim_days": 1, "final_days": 2},
    "pause": {"longest_days": 1},
}
"""What the next version says of each clause that starts or pauses a clock here: a fraction of what stood."""


@pytest.fixture
def plant(world: World) -> Shop:
    """Its agreement has a clause for each deadline here."""
    return make_shop(world, stated=[*clauses(), INVESTIGATION, PAUSE])


@pytest.fixture
def lot(plant: Shop) -> Lot:
    """Completed; one event on it waits for the sponsor, another is being investigated."""
    lot = make_lot(plant, "KB-1", until="completed")
    event = report(plant, lot)
    investigate(plant, event)
    propose(plant, event)
    report(plant, lot, title="Seal creased")
    return lot


def change_the_clauses(plant: Shop) -> None:
    """Both sides sign a version in force from the same day on."""
    world = plant.world
    changes = [
        ClauseDraft(clause.number, clause.kind, clause.title, {**clause.parameters, **SHORTER[clause.kind]})
        for clause in [*clauses(), INVESTIGATION, PAUSE]
        if clause.kind in SHORTER
    ]
    with scope.opened(world.head):
        drafted = agreements.draft_version(
            agreement_id=Agreement.objects.get().pk, effective_from=SIGNED.date(), effective_until=None,
            changes=changes, by=world.head, reason="everything faster", at=SIGNED,
        )  # fmt: skip
        agreements.agree(version_id=drafted.pk, by=world.head, reason="", at=SIGNED)
    for by in (world.head, world.cmo_qa):
        sign_agreement(drafted, by, at=SIGNED)


def deadlines(plant: Shop) -> dict[str, list[dict[str, Any]]]:
    """Every column of every clock and step of duties that clauses start, as the database holds them."""
    with scope.opened(plant.world.reviewer):
        return {
            "clocks": list(Clock.objects.order_by("pk").values()),
            "steps": list(ClockStep.objects.order_by("pk").values()),
        }


def running(plant: Shop, rule: str, **known: Any) -> Clock:
    with scope.opened(plant.world.reviewer):
        return Clock.objects.select_related("owner").get(rule=rule, ended_at=None, **known)


def test_no_running_deadline_and_no_rung_moves(plant: Shop, lot: Lot) -> None:
    while fire_due(at=SIGNED):
        pass
    before, said = deadlines(plant), explained(plant)
    assert {clock["rule"] for clock in before["clocks"] if clock["ended_at"] is None} == {
        HAND_OFF, DECIDE, "quality_events.read", "quality_events.interim", "quality_events.investigation",
    }  # fmt: skip
    change_the_clauses(plant)
    assert deadlines(plant) == before
    assert explained(plant) == said
    assert fire_due(at=SIGNED) == 0, "by the new version the hand-off and the decision would be late already"
    assert running(plant, HAND_OFF).due_at == AT + timedelta(days=1, hours=72)


def explained(plant: Shop) -> list[list[str]]:
    with scope.opened(plant.world.reviewer):
        return [explanation(clock) for clock in Clock.objects.order_by("pk")]


def test_it_fires_at_its_old_moment_and_names_the_old_version(plant: Shop, lot: Lot) -> None:
    change_the_clauses(plant)
    clock = running(plant, DECIDE)
    assert clock.due_at == NOON + timedelta(hours=72)
    while fire_due(at=clock.due_at - timedelta(microseconds=1)):
        pass
    assert running(plant, DECIDE).state == "running"
    while fire_due(at=clock.due_at):
        pass
    assert running(plant, DECIDE).state == "breached"
    with scope.opened(plant.world.reviewer):
        mails = [str(message.payload) for message in OutboxMessage.objects.filter(created_at=clock.due_at)]
    told = [mail for mail in mails if clock.title in mail]
    assert told
    assert all(f"{OLD} cl. 5.2" in mail for mail in told)


def test_it_may_be_paused_as_long_as_the_old_clause_says(plant: Shop, lot: Lot) -> None:
    change_the_clauses(plant)
    clock, by = running(plant, DECIDE), plant.world.cmo_qa
    with scope.opened(by):
        granted = pause(
            clock_id=clock.pk, until=SIGNED + timedelta(days=5), by=by, reason="laboratory closed", at=SIGNED
        )
    assert (granted.until, running(plant, DECIDE).pause_clause) == (SIGNED + timedelta(days=5), f"{OLD} cl. 9.2")


def test_later_turns_of_a_running_lot_keep_its_version_and_a_lot_started_later_has_the_new(
    plant: Shop, lot: Lot
) -> None:
    change_the_clauses(plant)
    assert running(plant, "quality_events.interim").clause == f"{OLD} cl. 5.4"
    second = report(plant, lot, at=SIGNED + timedelta(hours=1), title="Third of the run")
    investigate(plant, second)
    propose(plant, second)
    assert running(plant, DECIDE, subject_id=second.pk).due_at == NOON + timedelta(hours=72)
    later = make_lot(plant, "KB-2", until="completed", at=SIGNED)
    clock = running(plant, HAND_OFF, lot_id=later.pk)
    assert (clock.amount, clock.clause) == (4, "QA-ALD-KEY-01 v3 cl. 4.1")

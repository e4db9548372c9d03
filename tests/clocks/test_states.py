"""Every state crossed with every verb, in Python and in the database."""

import pytest
from django.db import DatabaseError, transaction

from clocks.models import Clock
from clocks.states import CLOCK, ClockState
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from kernel.scope import Actor, system
from kernel.states import move
from tests.clocks.started import STARTED, start_clock
from tests.factories.world import World

LAWFUL = {
    ("running", "breach"): "breached",
    ("running", "meet"): "met",
    ("running", "meet_late"): "met_late",
    ("running", "cancel"): "cancelled",
    ("breached", "meet"): "met",
    ("breached", "meet_late"): "met_late",
    ("breached", "cancel"): "cancelled",
}
PATHS = {
    "running": [],
    "breached": ["breach"],
    "met": ["meet"],
    "met_late": ["meet_late"],
    "cancelled": ["cancel"],
}


def _in_state(world: World, state: str) -> Clock:
    clock = start_clock(world)
    for verb in PATHS[state]:
        _move(world, clock, verb)
    return clock


def _move(world: World, clock: Clock, verb: str, by: Actor | None = None) -> None:
    keeper = by or system(world.alder_keystone.pk)
    with scope.opened(keeper), transaction.atomic(), acting(by=keeper, reason="matrix", at=STARTED):
        move(clock, verb, by=keeper, reason="matrix")


@pytest.mark.parametrize("verb", sorted(CLOCK.verbs()))
@pytest.mark.parametrize("state", ClockState.values)
def test_state_and_verb(world: World, state: str, verb: str) -> None:
    clock = _in_state(world, state)
    wanted = LAWFUL.get((state, verb))
    if wanted is None:
        with pytest.raises(Refused, match="is not possible while"):
            _move(world, clock, verb)
        wanted = state
    else:
        _move(world, clock, verb)
    with scope.opened(world.clerk):
        assert Clock.objects.get(pk=clock.pk).state == wanted


@pytest.mark.parametrize("verb", sorted(CLOCK.verbs()))
def test_no_person_keeps_clocks(world: World, verb: str) -> None:
    for person in (world.clerk, world.cmo_qa, world.reviewer, world.head, world.other_sponsor, world.auditor):
        with pytest.raises(Forbidden):
            _move(world, start_clock(world), verb, by=person)


@pytest.mark.parametrize("target", ["running", "breached", "met"])
def test_the_database_knows_the_table_too(world: World, target: str) -> None:
    clock = _in_state(world, "cancelled")
    with (
        scope.opened(world.clerk),
        pytest.raises(DatabaseError, match="no way from cancelled"),
        transaction.atomic(),
        acting(by=world.clerk, reason="by hand", at=STARTED),
    ):
        Clock.objects.filter(pk=clock.pk).update(state=target)

"""A pause and the sweep at the same moment: the clock is paused or it is breached, never both.

The control pauses without the lock that `clocks.actions.pauses` takes; it must break, or the race proves nothing.
"""

import os
import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.db.models import F

from clocks import actions
from clocks.models import Clock, ClockStep, Notice
from clocks.states import ClockState
from kernel import scope
from kernel.errors import Refused
from kernel.history import acting
from tests.clocks.started import STARTED, start_clock
from tests.factories.world import World, make_world
from tests.faults.racing import collide, think

TRIALS = int(os.environ.get("RACE_TRIALS", "1000" if os.environ.get("FAULTS") == "heavy" else "100"))
CONTROL_TRIALS = 100
MOMENT, PAUSED = timedelta(seconds=1), timedelta(days=2)

pytestmark = pytest.mark.faults


@pytest.fixture
def raced(committed_database: str) -> World:
    return make_world()


def clocks(world: World, count: int) -> dict[UUID, datetime]:
    """Each due a minute after the one before: a sweep at one's deadline finds no other. Key → deadline."""
    started = (STARTED + timedelta(minutes=place) for place in range(count))
    given = {"ladder": (), "pause_days": 3, "pause_clause": "AG-4 v3 cl. 9.2"}
    found = [start_clock(world, started_at=at, at=at, **given) for at in started]
    return {clock.pk: clock.due_at for clock in found}


def sweep(dues: dict[UUID, datetime]) -> Any:
    """The sweep at the clock's very deadline; how many steps it fired."""

    def attempt(key: UUID) -> int:
        return actions.fire_due(at=dues[key])

    return attempt


def pause(world: World, dues: dict[UUID, datetime]) -> Any:
    """A second before the deadline; whether it was granted."""

    def attempt(key: UUID) -> bool:
        at = dues[key] - MOMENT
        with scope.opened(world.reviewer):
            try:
                actions.pause(clock_id=key, until=at + PAUSED, by=world.reviewer, reason="we await data", at=at)
            except Refused:
                return False
        return True

    return attempt


def pause_unguarded(world: World, dues: dict[UUID, datetime]) -> Any:
    """Look, think, write: what code without the lock would do."""
    rng = random.Random(5)  # noqa: S311 - a repeatable race, no secret

    def attempt(key: UUID) -> bool:
        by, at = world.reviewer, dues[key] - MOMENT
        with scope.opened(by), transaction.atomic(), acting(by=by, reason="we await data", at=at):
            if Clock.objects.get(pk=key).state != ClockState.RUNNING:
                return False
            think(rng)
            Clock.objects.filter(pk=key).update(due_at=F("due_at") + PAUSED, paused_until=at + PAUSED)
            ClockStep.objects.filter(clock_id=key, fired_at=None).update(at=F("at") + PAUSED)
        return True

    return attempt


def both(world: World) -> int:
    """Clocks that are breached although they are paused."""
    with scope.opened(world.reviewer), transaction.atomic():
        return Clock.objects.filter(state=ClockState.BREACHED, paused_until__isnull=False).count()


def test_a_clock_is_paused_or_breached_and_never_both(raced: World) -> None:
    dues = clocks(raced, TRIALS)
    answers = collide(sweep(dues), pause(raced, dues), list(dues))
    assert both(raced) == 0
    assert set(answers) <= {(1, False), (0, True)}
    with scope.opened(raced.reviewer), transaction.atomic():
        for key, (fired, granted) in zip(dues, answers, strict=True):
            clock, step = Clock.objects.get(pk=key), ClockStep.objects.get(clock_id=key)
            told = Notice.objects.filter(key=f"clock/{key}/due")
            recipients = list(told.values_list("recipient_id", flat=True))
            assert len(recipients) == len(set(recipients))
            assert (clock.state == ClockState.BREACHED, bool(recipients)) == (fired == 1, fired == 1)
            assert (step.fired_at is None, clock.due_at - dues[key] == PAUSED) == (fired == 0, granted)
    print(f"{TRIALS} pauses against the sweep: {sum(g for _, g in answers)} paused, none paused and breached")  # noqa: T201


def test_without_the_lock_both_happen(raced: World) -> None:
    dues = clocks(raced, CONTROL_TRIALS)
    collide(sweep(dues), pause_unguarded(raced, dues), list(dues))
    assert both(raced) > 0

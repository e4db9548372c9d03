"""Kill worker, beat, broker or web server at any point: every deadline gives one notice a step and person, none early,
none late by more than one sweep after recovery, none lost.

`FAULTS=heavy` (make faults) raises the counts: `KILLS` and `CLOCKS` set them one by one.
"""

import os
import random
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from pathlib import Path

import pytest
from django.db import connections, transaction

from clocks import actions
from clocks.models import Clock
from clocks.tasks import SWEEP
from kernel import scope
from kernel.clock import now
from tests.databases import as_owner
from tests.factories.keys import key_of
from tests.factories.world import make_world
from tests.faults.deadlines import SOON_SECONDS, check, plant, wait_for_all
from tests.faults.outages import Watch
from tests.faults.platform import SWEEP_SECONDS, Started, broker, free_port, jitter, platform
from tests.journeys.site import Site

HEAVY = os.environ.get("FAULTS") == "heavy"
KILLS = int(os.environ.get("KILLS", "1000" if HEAVY else "8"))
CLOCKS = int(os.environ.get("CLOCKS", str(KILLS * 25 if HEAVY else 160)))
SEED = int(os.environ.get("SEED", "20261123"))
VICTIMS = ("worker", "beat", "worker", "broker", "web")
RESTART_SECONDS = 3.0
"""About what a worker needs until its first sweep: deadlines fall due all the while."""

pytestmark = pytest.mark.faults


def _kill(running: Site, victim: str, processes: dict[str, Started], dice: random.Random) -> None:
    """-9, and started again; the broker is away for a moment."""
    if victim == "broker":
        running.broker.kill()
        jitter(dice, 0.3)
        running.broker.start()
    elif victim == "web":
        running.kill_web()
        running.start_web(is_awaited=False)
    else:
        running.kill(processes[victim])
        processes[victim] = running.worker() if victim == "worker" else running.beat()


@contextmanager
def _asking(address: str, key: str) -> Iterator[list[bool]]:
    """A program asks the web server for its lots all the while; whether each question was answered."""
    answered: list[bool] = []
    over = threading.Event()

    def ask() -> None:
        request = urllib.request.Request(f"{address}/api/v1/lots/", headers={"Authorization": f"Key {key}"})  # noqa: S310 - our own
        while not over.wait(0.15):
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - our own address
                    answered.append(answer.status == HTTPStatus.OK)
            except OSError:
                answered.append(False)

    program = threading.Thread(target=ask)
    program.start()
    try:
        yield answered
    finally:
        over.set()
        program.join()


def test_kills_lose_nothing_and_tell_nobody_twice(committed_database: str, tmp_path: Path) -> None:
    """Of eight kills four are the worker's, two beat's, one the broker's and one the web server's, in any order.

    Deadlines fall due round each of them, and another may come before the last one's victim has recovered. No deadline
    waits for the web server: its death excuses no delay, though a program asks it all the while.
    """
    dice = random.Random(SEED)  # noqa: S311 - a reproducible test, no secret
    victims = [VICTIMS[number % len(VICTIMS)] for number in range(KILLS)]
    dice.shuffle(victims)
    world, wanted = make_world(), set[tuple[str, str]]()
    with transaction.atomic():
        key = key_of(world, "clerk@keystone.example")
    connections.close_all()
    with broker(tmp_path) as own:
        running = Site(committed_database, tmp_path, own, free_port(), sweep_seconds=SWEEP_SECONDS, is_warm=True)
        watch = Watch(running)
        try:
            running.start_web()
            with watch.start():
                processes = {"beat": running.beat(), "worker": running.worker()}
            with _asking(running.address, key) as answered:
                for victim in victims:
                    wanted |= plant(CLOCKS // KILLS, RESTART_SECONDS, dice, world=world, after=SOON_SECONDS)[1]
                    running.await_heartbeat("worker")  # it has a batch in hand now, or is about to claim one
                    jitter(dice, 0.3)
                    if victim == "web":
                        _kill(running, victim, processes, dice)
                    else:
                        with watch.fault(pokes_stopped=victim != "worker"):
                            _kill(running, victim, processes, dice)
                wait_for_all(running, len(wanted))
                asked = len(answered)
                running.wait_until(lambda: any(answered[asked:]), "the web server answers nobody any more")
        finally:
            running.stop()
        figures = check(running, wanted, watch)
    print(f"\n{KILLS} kills, seed {SEED}: {figures}, {sum(answered)} of {len(answered)} questions answered")  # noqa: T201
    assert figures["duplicate mails"] <= KILLS  # at most one a death, with its Message-ID
    assert figures["notices"] == CLOCKS // KILLS * KILLS * 4


def test_two_beats_a_flushed_broker_and_a_dead_beat(committed_database: str, tmp_path: Path) -> None:
    """Doubled pokes tell nobody twice, lost pokes lose nothing; beat's silence shows while a worker lives."""
    dice = random.Random(SEED)  # noqa: S311 - a reproducible test, no secret
    with platform(committed_database, tmp_path) as running:
        watch = Watch(running)
        with watch.start():
            beats = [running.beat(), running.beat()]
            running.worker()
        running.await_heartbeat("worker")
        _, wanted = plant(60, 3.0, dice, after=SOON_SECONDS)
        for _ in range(5):
            jitter(dice, 0.5)
            with watch.fault(pokes_stopped=True):
                running.broker.flush()
        wait_for_all(running, len(wanted))
        figures = check(running, wanted, watch)
        print(f"\ntwo beats, five flushes: {figures}")  # noqa: T201 - the run's figures
        assert figures["duplicate mails"] == 0
        for beat in beats:
            running.kill(beat)
        silent_since, worked_at = running.heartbeat("beat"), running.heartbeat("worker")
        running.poke(SWEEP)
        running.wait_until(lambda: running.heartbeat("worker") != worked_at, "the worker does not answer")
        assert running.heartbeat("beat") == silent_since


def _sweep_together(sweeps: int) -> None:
    """Several sweeps at the same moment, each with its own connection."""
    barrier = threading.Barrier(sweeps)

    def sweep() -> None:
        try:
            at: datetime = now()
            barrier.wait(timeout=20)
            while actions.fire_due(at=at):
                pass
        finally:
            connections.close_all()

    threads = [threading.Thread(target=sweep) for _ in range(sweeps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _due_at_once(clocks: int) -> int:
    """Plant clocks that are all due; how many notices must come of it."""
    _, wanted = plant(clocks, -1.0, random.Random(SEED))  # noqa: S311 - a reproducible test, no secret
    return len(wanted)


def _told_twice(database: str) -> int:
    rows = as_owner(
        "SELECT count(*) FROM (SELECT 1 FROM clocks_notice GROUP BY key, recipient_id HAVING count(*) > 1) x",
        name=database,
    )
    return int(rows[0][0])


def test_sweeps_at_the_same_moment_share_the_work(committed_database: str) -> None:
    wanted = _due_at_once(60)
    _sweep_together(3)
    assert as_owner("SELECT count(*) FROM clocks_notice", name=committed_database) == [(wanted,)]
    assert _told_twice(committed_database) == 0


def test_without_lock_and_unique_key_people_are_told_twice(committed_database: str) -> None:
    """Control: the same race without the guards, taken away as the owner, must go wrong."""
    (source,) = as_owner("SELECT pg_get_functiondef('claim_clock_steps'::regproc)", name=committed_database)[0]
    unlocked = source.replace("FOR NO KEY UPDATE OF s, c SKIP LOCKED", "")
    assert unlocked != source
    as_owner(unlocked.replace("%", "%%"), name=committed_database)
    as_owner("ALTER TABLE clocks_notice DROP CONSTRAINT notice_happens_once", name=committed_database)
    wanted = _due_at_once(60)
    _sweep_together(3)
    assert _told_twice(committed_database) > wanted // 2


def test_the_unique_key_alone_holds_too(committed_database: str) -> None:
    """Two belts: without the lock the sweeps collide, and still nobody is told twice."""
    (source,) = as_owner("SELECT pg_get_functiondef('claim_clock_steps'::regproc)", name=committed_database)[0]
    as_owner(source.replace("FOR NO KEY UPDATE OF s, c SKIP LOCKED", ""), name=committed_database)
    wanted = _due_at_once(60)
    _sweep_together(3)
    assert _told_twice(committed_database) == 0
    assert as_owner("SELECT count(*) FROM clocks_notice", name=committed_database) == [(wanted,)]


def test_meeting_and_sweeping_at_the_same_moment_end_in_one_truth(committed_database: str) -> None:
    """Each clock is either met before its step fired (nobody told) or breached first (told, then met)."""
    world, _ = plant(30, -1.0, random.Random(SEED))  # noqa: S311 - a reproducible test, no secret
    with scope.opened(world.clerk), transaction.atomic():
        clocks = list(Clock.objects.all())
    assert len(clocks) == 30
    connections.close_all()
    sweeping = threading.Thread(target=_sweep_together, args=(1,))
    sweeping.start()
    for clock in clocks:
        with scope.opened(world.clerk), transaction.atomic():
            met = actions.meet(rule=clock.rule, subject_id=clock.subject_id, by=world.clerk, at=clock.due_at)
            assert met is not None
    sweeping.join()
    connections.close_all()
    rows = as_owner(
        """SELECT c.state, count(*) FILTER (WHERE s.lapsed), count(*) FILTER (WHERE s.fired_at IS NOT NULL)
           FROM clocks_clock c JOIN clocks_clockstep s ON s.clock_id = c.id AND s.at <= c.due_at
           GROUP BY c.id""",
        name=committed_database,
    )
    assert {state for state, _, _ in rows} == {"met"}
    assert {(lapsed, fired) for _, lapsed, fired in rows} <= {(0, 0), (2, 2), (0, 2), (1, 2)}
    told = as_owner("SELECT count(*) FROM clocks_notice", name=committed_database)[0][0]
    fired = as_owner(
        "SELECT count(*) FROM clocks_clockstep WHERE fired_at IS NOT NULL AND NOT lapsed",
        name=committed_database,
    )[0][0]
    assert told == 2 * fired

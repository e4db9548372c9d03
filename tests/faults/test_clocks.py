"""Kill the worker at any point: every deadline gives one notice a step and person, none early, none lost.

`FAULTS=heavy` (make faults) raises the counts: `KILLS` and `CLOCKS` set them one by one.
"""

import os
import random
import threading
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections, transaction

from clocks import actions
from clocks.ladder import at_deadline, escalation
from clocks.models import Clock
from clocks.tasks import SWEEP
from kernel import scope
from kernel.clock import now
from tests.clocks.started import start_clock
from tests.databases import as_owner
from tests.factories.world import World, make_world
from tests.faults.platform import Platform, flush, jitter, platform

HEAVY = os.environ.get("FAULTS") == "heavy"
KILLS = int(os.environ.get("KILLS", "1000" if HEAVY else "8"))
CLOCKS = int(os.environ.get("CLOCKS", str(KILLS * 25 if HEAVY else 150)))
SEED = int(os.environ.get("SEED", "20261123"))
RESTART_SECONDS = 3.0
"""About what a worker needs until its first sweep: deadlines fall due all the while."""

pytestmark = pytest.mark.faults


def _plant(clocks: int, seconds: float, dice: random.Random) -> tuple[World, set[tuple[str, str]]]:
    """Clocks whose steps fall due over the next `seconds`; who must be told of what: (key, person)."""
    world = make_world()
    told = {
        "due": ["clerk@keystone.example", "qa@keystone.example"],
        "due-sponsor": ["qa@alderpine.example", "head.qa@alderpine.example"],
    }
    ladder = [
        at_deadline(world.keystone.pk, ["COP", "CQA"]),
        at_deadline(world.alder.pk, ["SQA", "SQH"], step="due-sponsor"),
        escalation(1, world.alder.pk, ["SQH"]),  # an hour later: must not come during the test
    ]
    wanted = set()
    for _ in range(clocks):
        due = now() + timedelta(seconds=dice.uniform(0.0, seconds))
        with transaction.atomic():
            clock = start_clock(world, started_at=due - timedelta(hours=1), amount=1, ladder=ladder)
        wanted |= {
            (f"clock/{clock.pk}/{step}", str(world.people[email].pk))
            for step, people in told.items()
            for email in people
        }
    connections.close_all()
    return world, wanted


def _wait_for_all(running: Platform, notices: int) -> None:
    """Until every notice is written and every mail has left, however long the backlog is."""

    def done() -> int:
        ((told, sent),) = running.ask(
            """SELECT (SELECT count(*) FROM clocks_notice),
                      (SELECT count(*) FROM clocks_outboxmessage WHERE sent_at IS NOT NULL)"""
        )
        return int(str(told)) + int(str(sent))

    running.wait_for(2 * notices, done, "not everything was told")


def _check(running: Platform, wanted: set[tuple[str, str]]) -> dict[str, float]:
    """Exactly once, never early, nothing lost; the figures of the run."""
    rows = running.ask("SELECT key, recipient_id::text, id::text FROM clocks_notice")
    told = Counter((str(key), str(person)) for key, person, _ in rows)
    assert set(told) == wanted, "lost or invented"
    assert set(told.values()) == {1}, "told twice"
    early = running.ask(
        """SELECT n.key FROM clocks_notice n
           JOIN clocks_clockstep s ON n.key = 'clock/' || s.clock_id || '/' || s.step
           WHERE n.at < s.at OR s.fired_at IS DISTINCT FROM n.at"""
    )
    assert early == []
    assert running.ask("SELECT count(*) FROM clocks_clock WHERE state <> 'breached'") == [(0,)]
    assert running.ask("SELECT count(*) FROM clocks_clockstep WHERE problem <> '' OR lapsed") == [(0,)]
    mails = running.message_ids()
    assert set(mails) == {str(key) for _, _, key in rows}, "a mail is missing, or belongs to no notice"
    lateness = [
        float(seconds)  # type: ignore[arg-type]  # a number from SQL
        for (seconds,) in running.ask(
            "SELECT extract(epoch FROM fired_at - at) FROM clocks_clockstep WHERE fired_at IS NOT NULL"
        )
    ]
    return {
        "notices": len(rows),
        "duplicate mails": len(mails) - len(set(mails)),
        "latest (s)": max(lateness),
    }


def test_killed_workers_lose_nothing_and_tell_nobody_twice(committed_database: str, tmp_path: Path) -> None:
    dice = random.Random(SEED)  # noqa: S311 - a reproducible test, no secret
    _, wanted = _plant(CLOCKS, KILLS * RESTART_SECONDS, dice)
    with platform(committed_database, tmp_path) as running:
        running.beat()
        for _ in range(KILLS):
            worker = running.worker()
            running.await_heartbeat("worker")  # it has a batch in hand now, or is about to claim one
            jitter(dice, 0.3)
            running.kill(worker)
        running.worker()
        _wait_for_all(running, len(wanted))
        figures = _check(running, wanted)
    print(f"\n{KILLS} kills, seed {SEED}: {figures}")  # noqa: T201 - the run's figures
    assert figures["duplicate mails"] <= KILLS  # at most one a death, with its Message-ID
    assert figures["notices"] == CLOCKS * 4


def test_two_beats_a_flushed_broker_and_a_dead_beat(committed_database: str, tmp_path: Path) -> None:
    """Doubled pokes tell nobody twice, lost pokes lose nothing; beat's silence shows while a worker lives."""
    dice = random.Random(SEED)  # noqa: S311 - a reproducible test, no secret
    _, wanted = _plant(60, 6.0, dice)
    with platform(committed_database, tmp_path) as running:
        beats = [running.beat(), running.beat()]
        running.worker()
        running.await_heartbeat("worker")
        for _ in range(5):
            jitter(dice, 0.5)
            flush(running.broker_port)
        _wait_for_all(running, len(wanted))
        figures = _check(running, wanted)
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
    _, wanted = _plant(clocks, -1.0, random.Random(SEED))  # noqa: S311 - a reproducible test, no secret
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
    world, _ = _plant(30, -1.0, random.Random(SEED))  # noqa: S311 - a reproducible test, no secret
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

"""Deadlines that fall due while something goes wrong, and what must have come of them."""

import random
from collections import Counter
from datetime import timedelta

from django.db import connections, transaction

from clocks.ladder import at_deadline, escalation
from kernel.clock import now
from tests.clocks.started import start_clock
from tests.factories.world import World, make_world
from tests.faults.outages import Watch, lateness
from tests.faults.platform import Platform

SOON_SECONDS = 2.0
"""A clock is written well before its steps fall due: nobody can be told of it earlier."""


def plant(
    clocks: int, seconds: float, dice: random.Random, *, world: World | None = None, after: float = 0.0
) -> tuple[World, set[tuple[str, str]]]:
    """Clocks whose steps fall due over `seconds`, beginning in `after` seconds; who must be told: (key, person)."""
    world = world or make_world()
    told = {
        "due": ["clerk@keystone.example", "qa@keystone.example"],
        "due-sponsor": ["qa@alderpine.example", "head.qa@alderpine.example"],
    }
    ladder = [
        at_deadline(world.keystone.pk, ["COP", "CQA"]),
        at_deadline(world.alder.pk, ["SQA", "SQH"], step="due-sponsor"),
        escalation(24, world.alder.pk, ["SQH"]),  # a day later: must not come during the test
    ]
    wanted = set()
    for _ in range(clocks):
        due = now() + timedelta(seconds=after + dice.uniform(0.0, seconds))
        with transaction.atomic():
            clock = start_clock(world, started_at=due - timedelta(hours=1), amount=1, ladder=ladder)
        wanted |= {
            (f"clock/{clock.pk}/{step}", str(world.people[email].pk))
            for step, people in told.items()
            for email in people
        }
    connections.close_all()
    return world, wanted


def wait_for_all(running: Platform, notices: int) -> None:
    """Until every notice is written and every mail has left, however long the backlog is."""

    def done() -> int:
        ((told, sent),) = running.ask(
            """SELECT (SELECT count(*) FROM clocks_notice),
                      (SELECT count(*) FROM clocks_outboxmessage WHERE sent_at IS NOT NULL)"""
        )
        return int(str(told)) + int(str(sent))

    running.wait_for(2 * notices, done, "not everything was told")


def check(running: Platform, wanted: set[tuple[str, str]], watch: Watch, *, workers: int = 1) -> dict[str, float]:
    """Exactly once, never early, late by at most one sweep after recovery, nothing lost; the figures of the run."""
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
    return {
        "notices": len(rows),
        "duplicate mails": len(mails) - len(set(mails)),
        **lateness(running, watch, workers=workers),
    }

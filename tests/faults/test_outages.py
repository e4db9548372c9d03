"""No mail server for an hour, a clock that jumps: everybody is told once, in time, and nothing is lost."""

import random
from collections import Counter
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.clocks.mail_server import MailServer
from tests.faults.deadlines import check, plant, wait_for_all
from tests.faults.outages import Watch, lateness
from tests.faults.platform import Platform, free_port, platform

SEED = 20261124
HOUR_SECONDS, STEP_SECONDS = 3600.0, 600.0

pytestmark = pytest.mark.faults


def _await_sweep(running: Platform) -> None:
    """Until nothing that is due waits for being told any more."""
    due = "SELECT count(*) FROM clocks_clockstep WHERE fired_at IS NULL AND NOT lapsed AND at <= kernel_now()"
    running.wait_until(lambda: running.ask(due) == [(0,)], "a step is due and nobody is told")


def _count(running: Platform, condition: str) -> int:
    ((count,),) = running.ask(f"SELECT count(*) FROM clocks_outboxmessage WHERE {condition}")  # noqa: S608 - our own
    return int(str(count))


def test_an_hour_without_a_mail_server(committed_database: str, tmp_path: Path) -> None:
    """Notices are written on time all the while; when the server is back, each mail arrives once."""
    dice, port = random.Random(SEED), free_port()  # noqa: S311 - a reproducible test, no secret
    _, wanted = plant(10, 0.9 * HOUR_SECONDS, dice)
    with platform(committed_database, tmp_path) as running:
        running.send_mail_to(port)
        watch = Watch(running)
        with watch.start():
            running.beat()
            running.worker()
        for _ in range(int(HOUR_SECONDS / STEP_SECONDS)):
            with watch.fault():  # ten minutes in which nobody could tell
                running.shift_clock(STEP_SECONDS)
            running.await_heartbeat("worker")
            _await_sweep(running)
        running.wait_until(lambda: _count(running, "attempts = 0") == 0, "a mail was not even tried")
        assert running.ask("SELECT count(*) FROM clocks_notice") == [(len(wanted),)]
        assert (_count(running, "sent_at IS NOT NULL"), _count(running, "dead_at IS NOT NULL")) == (0, 0)
        assert _count(running, "attempts > 1") > 0
        figures = lateness(running, watch)
        with MailServer(port) as server, server.serving():
            running.shift_clock(HOUR_SECONDS)  # the longest pause between two tries
            wait_for_all(running, len(wanted))
        arrived = Counter(str(message_from_bytes(text)["Message-ID"]) for text in server.received)
        rows = running.ask("SELECT id FROM clocks_notice")
        assert {name.strip("<>").split("@")[0] for name in arrived} == {str(key) for (key,) in rows}
        assert set(arrived.values()) == {1}
    print(f"\nan hour without a mail server: {figures}")  # noqa: T201 - the run's figures


def test_a_clock_that_jumps_tells_nobody_early_or_twice(committed_database: str, tmp_path: Path) -> None:
    """An hour forth: what fell due is told, nothing more. An hour back: nothing is told again. Then the rest."""
    dice = random.Random(SEED)  # noqa: S311 - a reproducible test, no secret
    world, soon = plant(10, 0.5 * HOUR_SECONDS, dice, after=0.2 * HOUR_SECONDS)
    _, later = plant(10, 0.5 * HOUR_SECONDS, dice, world=world, after=1.2 * HOUR_SECONDS)
    told = "SELECT key, recipient_id::text FROM clocks_notice"
    with platform(committed_database, tmp_path) as running:
        watch = Watch(running)
        with watch.start():
            running.beat()
            running.worker()
        running.await_heartbeat("worker")
        assert running.ask(told) == []
        with watch.fault():
            running.shift_clock(HOUR_SECONDS)
        wait_for_all(running, len(soon))
        assert set(running.ask(told)) == soon
        lateness(running, watch)
        running.shift_clock(-HOUR_SECONDS)
        for _ in range(3):
            running.await_heartbeat("worker")
        assert set(running.ask(told)) == soon
        with watch.fault():
            running.shift_clock(2 * HOUR_SECONDS)
        wait_for_all(running, len(soon | later))
        assert check(running, soon | later, watch)["duplicate mails"] == 0

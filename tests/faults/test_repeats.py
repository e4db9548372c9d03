"""Messages that come three times, and a receiver that cannot say that it has heard: what is told once, and what not."""

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction
from standardwebhooks.webhooks import Webhook as Judge

from clocks.actions import add_webhook, announce
from kernel import scope
from kernel.clock import now
from tests.clocks.receiver import Receiver, receiver
from tests.factories.world import World, make_member, make_world
from tests.faults.deadlines import SOON_SECONDS, check, plant, wait_for_all
from tests.faults.outages import Watch
from tests.faults.platform import Platform, platform

SEED = 20261125
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
WORKERS = ("one", "two")
SWEEP_SECONDS = 0.5

pytestmark = pytest.mark.faults


def _listen(world: World, program: Receiver) -> None:
    """Alder & Pine's own system wants to hear of completed lots."""
    with transaction.atomic():
        by = make_member(world.alder, "admin@alderpine.example", "Ada Lund", ["ADM"])
    with scope.opened(by):
        add_webhook(label="ERP", url=program.url, topics=["lot.completed"], secret=SECRET, by=by, reason="", at=now())
    connections.close_all()


def _announce(world: World, lots: int) -> set[str]:
    """The ids of the messages."""
    ids: set[str] = set()
    with scope.opened(world.clerk), transaction.atomic():
        for number in range(lots):
            told = {"topic": "lot.completed", "partnership_id": world.alder_keystone.pk, "at": now()}
            ids |= {str(key) for key in announce(data={"lot": str(number)}, **told)}
    connections.close_all()
    return ids


def _await_deliveries(running: Platform) -> None:
    left = "SELECT count(*) FROM clocks_delivery WHERE delivered_at IS NULL"
    running.wait_until(lambda: running.ask(left) == [(0,)], "a program was not told")


def _heard(program: Receiver) -> Counter[str]:
    """How often each id came; every message is signed, and the same id has the same text."""
    for headers, body in program.heard:
        Judge(SECRET).verify(body, headers)
    assert len({(headers["webhook-id"], body) for headers, body in program.heard}) == len(
        {headers["webhook-id"] for headers, _ in program.heard}
    )
    return Counter(headers["webhook-id"] for headers, _ in program.heard)


def test_messages_that_come_three_times(committed_database: str, tmp_path: Path, settings: Any) -> None:
    """Beat's every poke reaches two workers three times: each person and each program is told once all the same.

    Then the workers die while a program has heard and not yet answered: it is told again, and knows it by the id.
    """
    dice = random.Random(SEED)  # noqa: S311 - a reproducible test, no secret
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    world = make_world()
    with receiver() as program, platform(committed_database, tmp_path, sweep_seconds=SWEEP_SECONDS) as running:
        _listen(world, program)
        running.post_on_this_machine()
        watch = Watch(running)
        with watch.start():
            running.beat(app="tests.faults.tripled:app")
            workers = [running.worker(name) for name in WORKERS]
        running.await_heartbeat("worker")
        _, wanted = plant(40, 2.0, dice, world=world, after=SOON_SECONDS)
        ids = _announce(world, 10)
        wait_for_all(running, len(wanted))
        _await_deliveries(running)
        figures = check(running, wanted, watch, workers=len(WORKERS))
        assert figures["duplicate mails"] == 0
        assert _heard(program) == dict.fromkeys(ids, 1)
        program.answers.clear()
        (broken,) = _announce(world, 1)
        running.wait_until(lambda: _heard(program)[broken] == 1, "the program was not told")
        for worker in workers:
            running.kill(worker)
        program.answers.set()
        assert running.ask("SELECT count(*) FROM clocks_delivery WHERE delivered_at IS NULL") == [(1,)]
        running.worker()
        _await_deliveries(running)
        assert _heard(program) == {**dict.fromkeys(ids, 1), broken: 2}
    print(f"\nevery message three times: {figures}")  # noqa: T201 - the run's figures

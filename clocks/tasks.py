"""What Celery pokes; all that is due stands in the database, so a lost poke costs one beat and nothing else.

Nothing here uses ETA or countdown. Every step opens its own scope and transaction inside the action.
"""

import time
from collections.abc import Callable
from typing import Any

from celery import Task, shared_task
from celery.signals import after_task_publish, beat_embedded_init, beat_init
from django.db import connection

from clocks import actions
from clocks.outside.mail import transport
from kernel.clock import now

LONGEST_SECONDS = 60.0
MOST_FAILURES = 3
SWEEP = "clocks.tasks.sweep"


class Sweeping(Task):
    """Base of tasks that work a backlog off in short transactions, for a minute: the next poke goes on."""

    ignore_result = True

    def work_off(self, step: Callable[[], bool]) -> int:
        """Call `step` until it says that nothing is left; how often it had something to do."""
        end, done = time.monotonic() + LONGEST_SECONDS, 0
        while time.monotonic() < end and step():
            done += 1
        return done


@shared_task(bind=True, base=Sweeping, name=SWEEP)
def sweep(self: Sweeping) -> int:
    """Fire all due steps of clocks; each batch is also the worker's sign of life."""

    def batch() -> bool:
        at = now()
        actions.record_heartbeat(name="worker", at=at)
        return bool(actions.fire_due(at=at))

    return self.work_off(batch)


@shared_task(bind=True, base=Sweeping, name="clocks.tasks.send_outbox")
def send_outbox(self: Sweeping) -> int:
    """Send what waits in the outbox; three failures in a row end this run, the server may be down."""
    server, failures = transport(), 0

    def message() -> bool:
        nonlocal failures
        outcome = actions.send_next(transport=server, at=now())
        failures = failures + 1 if outcome == "failed" else 0
        return outcome != "nothing due" and failures < MOST_FAILURES

    try:
        return self.work_off(message)
    finally:
        server.close()


@shared_task(bind=True, base=Sweeping, name="clocks.tasks.send_webhooks")
def send_webhooks(self: Sweeping) -> int:
    """Send what waits for programs; a silent address delays only its own next try."""
    return self.work_off(lambda: actions.deliver_next(at=now()) != "nothing due")


def record_beat(**_: Any) -> None:
    """Beat itself says that it has handed a poke to the broker: no worker can say it in its place."""
    try:
        actions.record_heartbeat(name="beat", at=now())
    finally:
        connection.close()


@beat_init.connect
@beat_embedded_init.connect
def listen_to_beat(**_: Any) -> None:
    """Only in the process that runs beat."""
    after_task_publish.connect(record_beat, sender=SWEEP)

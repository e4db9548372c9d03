"""Two real processes that collide on one lot after another, from a common barrier."""

import multiprocessing
import random
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty
from typing import Any
from uuid import UUID

from django.db import connections

Attempt = Callable[[UUID], Any]

PATIENCE, PATIENCE_A_TRIAL = 300, 0.1  # s


def think(rng: random.Random) -> None:
    """0-2 ms between looking and acting: what makes check-then-act fail."""
    time.sleep(rng.uniform(0, 0.002))


def _run(attempt: Attempt, ids: Sequence[UUID], barrier: Any, answers: Any) -> None:
    found = []
    for key in ids:
        barrier.wait(timeout=60)
        found.append(attempt(key))
    connections.close_all()
    answers.put(found)


def answer_of(process: Any, queue: Any, patience: int) -> list[Any]:
    """What the process found; at once an error where it died, rather than a wait for what never comes."""
    for _ in range(patience):
        with suppress(Empty):
            return queue.get(timeout=1)
        assert not process.exitcode, f"a racer ended with {process.exitcode}: its error is printed above"
    raise TimeoutError(f"no answer of a racer in {patience} s")


def collide(first: Attempt, second: Attempt, ids: Sequence[UUID]) -> list[tuple[Any, Any]]:
    """Run both attempts on each key at the same moment in two processes; what each answered, per key."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    barrier, queues = context.Barrier(2), (context.Queue(), context.Queue())
    processes = [
        context.Process(target=_run, args=(attempt, ids, barrier, queue))
        for attempt, queue in zip((first, second), queues, strict=True)
    ]
    for process in processes:
        process.start()
    patience = PATIENCE + int(PATIENCE_A_TRIAL * len(ids))
    answers = [answer_of(process, queue, patience) for process, queue in zip(processes, queues, strict=True)]
    for process in processes:
        process.join(timeout=60)
        assert process.exitcode == 0
    return list(zip(*answers, strict=True))

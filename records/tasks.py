"""What beat pokes: sealing the trail, closing days, time stamps. What is due stands in the database."""

import time

from celery import shared_task
from django.db import transaction

from kernel import scope
from kernel.clock import server_now
from records import actions

LONGEST_SECONDS = 60.0


@shared_task(name="records.tasks.seal", ignore_result=True)
def seal() -> int:
    """Seal all that waits, batch by batch, for a minute at most: the next poke goes on. How many seals."""
    end, made = time.monotonic() + LONGEST_SECONDS, 0
    while time.monotonic() < end:
        with scope.opened(scope.system()), transaction.atomic():
            if actions.seal_next(at=server_now()) is None:
                break
        made += 1
    return made


@shared_task(name="records.tasks.close_days", ignore_result=True)
def close_days() -> int:
    """Close the days that are over; countersign for companies that keep no key themselves. How many heads."""
    with transaction.atomic():
        at = server_now()
    closed = len(actions.close_days(at=at))
    actions.countersign_due(at=at)
    return closed


@shared_task(name="records.tasks.stamp", ignore_result=True)
def stamp() -> bool:
    """Have the newest seal stamped; whether it was."""
    with scope.opened(scope.system()):
        return actions.stamp_newest() is not None

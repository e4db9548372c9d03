"""Time alone changes verdicts: the sweep shuts and settles gates whose instant has come (ADR 0004)."""

from celery import shared_task
from django.db import connection, transaction

from clocks.actions import record_heartbeat
from kernel import scope
from kernel.clock import now
from lots.actions.gates import touch
from release.actions.comparing import FIRST, compare_page
from release.queries import GATES_COMPARED

_BATCH = 200


@shared_task
def resettle_due() -> int:
    """Resettle gates past `valid_until`; how many. Run twice at once it does the work once."""
    with scope.opened(scope.system()), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT partnership_id, lot_id FROM claim_stale_gates(%s)", [_BATCH])
        due = cursor.fetchall()
    for partnership_id, lot_id in due:
        with scope.opened(scope.system(partnership_id)), transaction.atomic():
            touch([lot_id])
    return len(due)


@shared_task
def compare_gates() -> int:
    """Each night: every settled gate against the live function (invariant I6); how many pages there were."""
    begun, after, pages = now(), FIRST, 0
    record_heartbeat(name=GATES_COMPARED, at=begun)
    while (last := compare_page(after=after)) is not None:
        after, pages = last, pages + 1
    return pages

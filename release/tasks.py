"""Time alone changes verdicts: the sweep shuts and settles gates whose instant has come (ADR 0004)."""

from celery import shared_task
from django.db import connection, transaction

from kernel import scope
from lots.actions.gates import touch

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

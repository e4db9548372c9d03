"""Texts of uploaded files, read by a worker of their own; the rows say what is owed, a message is only a poke."""

from uuid import UUID

from celery import shared_task
from django.db import connection, transaction

from evidence.actions.arrivals import expire_arrivals
from evidence.actions.texts import keep_reading
from evidence.models import EvidenceFile, TextReading
from evidence.outside.reading import READABLE, Reading, read
from evidence.outside.store import store
from evidence.states import ReadingOutcome
from kernel import scope
from kernel.clock import now

_MOST = 20
_SWEEP_SECONDS = 30.0


@shared_task(name="evidence.tasks.read_text")
def read_text(partnership_id: str, file_id: str) -> bool:
    """Read one file; whether this worker did. The reading itself happens outside of any transaction."""
    by, key = scope.system(UUID(partnership_id)), UUID(file_id)
    with scope.opened(by):
        with transaction.atomic():
            file = EvidenceFile.objects.get(pk=key)
            if TextReading.objects.filter(file=file).exists():
                return False
        reading = _read(file)
        return keep_reading(file_id=key, reading=reading, by=by, at=now())


def _read(file: EvidenceFile) -> Reading:
    try:
        with store().local(file.sha256) as content:
            return read(content, file.media_type)
    except OSError as error:
        return Reading(ReadingOutcome.FAILED, f"Text could not be read: {type(error).__name__}.")


@shared_task(name="evidence.tasks.sweep_texts")
def sweep_texts() -> int:
    """Poke for every file that nobody has read; how many."""
    with scope.opened(scope.system()), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT partnership_id, id FROM find_unread_files(%s, %s)", [list(READABLE), _MOST])
        waiting = cursor.fetchall()
    for partnership_id, file_id in waiting:
        read_text.apply_async((str(partnership_id), str(file_id)), expires=_SWEEP_SECONDS)
    return len(waiting)


@shared_task(name="evidence.tasks.expire_parts")
def expire_parts() -> int:
    """Throw away parts of uploads that were not finished."""
    return expire_arrivals(at=now())

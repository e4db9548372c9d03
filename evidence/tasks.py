"""Stored files read and scanned by a worker of their own; the rows say what is owed, a message is only a poke."""

from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.db import connection, transaction

from evidence.actions.arrivals import expire_arrivals
from evidence.actions.artworks import end_comparison, note_page
from evidence.actions.scans import keep_scan
from evidence.actions.texts import keep_reading
from evidence.models import ArtworkComparison, ComparisonEnd, EvidenceFile, TextReading
from evidence.outside.artworks import NotComparedError, compared
from evidence.outside.reading import READABLE, Reading, read
from evidence.outside.scanner import opinion_of
from evidence.outside.store import chunks_of, store
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


@shared_task(name="evidence.tasks.scan_file")
def scan_file(partnership_id: str, file_id: str) -> str:
    """Scan one stored file again; the verdict. Empty where no scanner is set up or the bytes cannot be had."""
    by, key = scope.system(UUID(partnership_id)), UUID(file_id)
    with scope.opened(by):
        file = EvidenceFile.objects.get(pk=key)
        try:
            with store().local(file.sha256) as content:
                opinion = opinion_of(chunks_of(content), file.size)
        except OSError:
            return ""  # what the store lacks, its own check tells
        return str(keep_scan(file_id=key, opinion=opinion, by=by, at=now()).verdict) if opinion else ""


@shared_task(name="evidence.tasks.sweep_scans")
def sweep_scans() -> int:
    """Poke for every stored file without a scanner's verdict; how many. None while no scanner is set up."""
    if not settings.CLAMD_ADDRESS:
        return 0
    with scope.opened(scope.system()), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT partnership_id, id FROM find_unscanned_files(%s, %s)", [settings.CLAMD_MOST_BYTES, _MOST]
        )
        waiting = cursor.fetchall()
    for partnership_id, file_id in waiting:
        scan_file.apply_async((str(partnership_id), str(file_id)), expires=_SWEEP_SECONDS)
    return len(waiting)


@shared_task(name="evidence.tasks.expire_parts")
def expire_parts() -> int:
    """Throw away parts of uploads that were not finished."""
    return expire_arrivals(at=now())


@shared_task(name="evidence.tasks.compare_artworks")
def compare_artworks(partnership_id: str, comparison_id: str) -> bool:
    """Draw and compare two artworks; whether this worker did. Pages are kept as they come, whoever is killed."""
    by, key = scope.system(UUID(partnership_id)), UUID(comparison_id)
    with scope.opened(by):
        with transaction.atomic():
            whole = ArtworkComparison.objects.get(pk=key)
            if ComparisonEnd.objects.filter(comparison=whole).exists():
                return False
        problem = ""
        try:
            with store().local(whole.left_sha256) as left, store().local(whole.right_sha256) as right:
                for page in compared(left, right):
                    note_page(comparison_id=key, page=page, by=by, at=now())
        except NotComparedError as error:
            problem = str(error)
        except OSError:
            problem = "The store does not hold one of the two files."
        end_comparison(comparison_id=key, problem=problem, by=by, at=now())
        return True


@shared_task(name="evidence.tasks.sweep_comparisons")
def sweep_comparisons() -> int:
    """Poke for every comparison that has not ended; how many."""
    with scope.opened(scope.system()), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT partnership_id, id FROM find_unended_comparisons(%s)", [_MOST])
        waiting = cursor.fetchall()
    for partnership_id, comparison_id in waiting:
        compare_artworks.apply_async((str(partnership_id), str(comparison_id)), expires=_SWEEP_SECONDS)
    return len(waiting)

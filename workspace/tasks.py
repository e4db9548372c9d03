"""Reports are made by a worker of their own; the rows say what is owed, a message is only a poke."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction

from evidence.outside.stored import Stored
from kernel import scope
from kernel.clock import now
from records.models import SealedReport
from workspace import actions
from workspace.actions.reports import SILENT
from workspace.dossier_data import Printing
from workspace.outside.packages import kind_of
from workspace.outside.report_kinds import ReportKind

_MOST = 20
_WAITING = timedelta(seconds=30)
"""A report asked for longer ago has lost its poke; a sweep's own poke lasts until the next sweep."""
OUT_OF_SIGHT = "The access under which it was asked for shows the record no longer."
logger = logging.getLogger(__name__)


@shared_task
def render_report(partnership_id: str, report_id: str) -> bool:
    """Make one report; whether this worker made it. Run twice, or killed at any point, it is made once."""
    by, key = scope.system(UUID(partnership_id)), UUID(report_id)
    with scope.opened(by):
        with transaction.atomic():
            report = actions.begin(report_id=key, by=by, at=now())
            work = _work(report, by) if report else None
            if report and work is None:
                actions.give_up(report_id=key, problem=OUT_OF_SIGHT, by=by, at=now())
        if report is None or work is None:
            return False
        try:
            stored = work(progress=partial(_tell, key, by))
        except Exception as problem:
            logger.exception("report %s could not be made", key)
            with transaction.atomic():
                actions.give_up(report_id=key, problem=f"{type(problem).__name__}: {problem}", by=by, at=now())
            return False
        with transaction.atomic():
            actions.finish(report_id=key, sha256=stored.sha256, size=stored.size, by=by, at=now())
        return True


def _work(report: SealedReport, by: scope.Actor) -> Callable[..., Stored] | None:
    """What makes the file, with the eyes of who asked: a narrow grant's paper tells nothing from outside of it.

    None when they no longer see the record. A paper is compiled here, at one instant: whoever changes a fact about the
    record locks it first, and waits for us. A package is read when it is made, as far as it is sealed.
    """
    from workspace.outside.making import make  # noqa: PLC0415 - signing takes a second to import: only who prints waits
    from workspace.outside.packing import pack  # noqa: PLC0415 - likewise

    kind, at, eyes = kind_of(report), now(), _eyes_of(report) or by
    printing = _printing(report, at)
    if isinstance(kind, ReportKind):
        kind.lock(report.subject_id)
    with scope.opened(eyes):
        try:
            record = kind.record(report.subject_id)
            if isinstance(kind, ReportKind):
                return partial(make, kind.compile(record, printing, at), at=at)
        except ObjectDoesNotExist:
            return None
    return partial(pack, report, printing, eyes=eyes, by=by, at=at)


def _printing(report: SealedReport, at: datetime) -> Printing:
    kind = kind_of(report)
    return Printing(
        number=kind.number(report) if isinstance(kind, ReportKind) else "",
        printed_by=report.requested_by.name,
        organisation=report.organisation_name,
        access=report.access,
        printed_at=at,
        version=settings.VERSION,
    )


def _eyes_of(report: SealedReport) -> scope.Actor | None:
    """An auditor's, or those of the company that it is for alone; None: the partnership's."""
    person, name = report.requested_by_id, report.requested_by.name
    company = report.grant.organisation_id if report.grant else report.asked_for_id
    return scope.Actor(person_id=person, name=name, organisation_id=company) if company else None


def _tell(report_id: UUID, by: scope.Actor, percent: int) -> None:
    with transaction.atomic():
        actions.note_progress(report_id=report_id, percent=percent, by=by, at=now())


@shared_task
def sweep_reports() -> int:
    """Poke for every report that no worker is at; how many."""
    with scope.opened(scope.system()), transaction.atomic(), connection.cursor() as cursor:
        limits: list[Any] = [_MOST, _WAITING, SILENT]
        cursor.execute("SELECT partnership_id, id FROM claim_reports(%s, %s, %s)", limits)
        waiting = cursor.fetchall()
    for partnership_id, report_id in waiting:
        render_report.apply_async((str(partnership_id), str(report_id)), expires=_WAITING.total_seconds())
    return len(waiting)

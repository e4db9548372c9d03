"""Reports are made by a worker of their own; the rows say what is owed, a message is only a poke."""

import logging
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction

from kernel import scope
from kernel.clock import now
from records.models import SealedReport
from workspace import actions
from workspace.actions.reports import SILENT
from workspace.dossier_data import Printing
from workspace.outside.compiled import Compiled
from workspace.outside.report_kinds import KINDS

_MOST = 20
_WAITING = timedelta(seconds=30)
"""A report asked for longer ago has lost its poke; a sweep's own poke lasts until the next sweep."""
OUT_OF_SIGHT = "The access under which it was asked for shows the record no longer."
logger = logging.getLogger(__name__)


@shared_task
def render_report(partnership_id: str, report_id: str) -> bool:
    """Make one report; whether this worker made it. Run twice, or killed at any point, it is made once."""
    from workspace.outside.making import make  # noqa: PLC0415 - signing takes a second to import: only who prints waits

    by, key = scope.system(UUID(partnership_id)), UUID(report_id)
    with scope.opened(by):
        with transaction.atomic():
            report = actions.begin(report_id=key, by=by, at=now())
            compiled = _compiled(report) if report else None
            if report and compiled is None:
                actions.give_up(report_id=key, problem=OUT_OF_SIGHT, by=by, at=now())
        if report is None or compiled is None:
            return False
        try:
            stored = make(compiled, at=compiled.printing.printed_at, progress=partial(_tell, key, by))
        except Exception as problem:
            logger.exception("report %s could not be made", key)
            with transaction.atomic():
                actions.give_up(report_id=key, problem=f"{type(problem).__name__}: {problem}", by=by, at=now())
            return False
        with transaction.atomic():
            actions.finish(report_id=key, sha256=stored.sha256, size=stored.size, by=by, at=now())
        return True


def _compiled(report: SealedReport) -> Compiled | None:
    """At one instant: whoever changes a fact about the record locks it first, and waits for us here.

    With the eyes of who asked, where that is an auditor: a narrow grant's dossier tells nothing from outside of it.
    None when the grant no longer shows the record.
    """
    kind = KINDS[report.kind]
    kind.lock(report.subject_id)
    at = now()
    printing = Printing(
        number=kind.number(report),
        printed_by=report.requested_by.name,
        organisation=report.organisation_name,
        access=report.access,
        printed_at=at,
        version=settings.VERSION,
    )
    with _eyes_of(report):
        try:
            return kind.compile(kind.record(report.subject_id), printing, at)
        except ObjectDoesNotExist:
            return None


def _eyes_of(report: SealedReport) -> AbstractContextManager[Any]:
    grant = report.grant
    if grant is None:
        return nullcontext()
    return scope.opened(
        scope.Actor(person_id=grant.person_id, name=report.requested_by.name, organisation_id=grant.organisation_id)
    )


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

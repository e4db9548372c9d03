"""Signed reports: ask for one, see how far it is, download it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from kernel.clock import now
from lots.models import Lot
from parties.refusals import refusable
from records.models import SealedReport
from workspace import actions
from workspace.outside.handing import sealed_file
from workspace.outside.packages import kind_of
from workspace.outside.report_kinds import KINDS, history_address
from workspace.queries.reports import LOT_DOSSIER


@require_POST
def request_report(request: HttpRequest, kind: str, **key: UUID) -> HttpResponse:
    """The signed PDF of a record; a worker makes it."""
    of = KINDS[kind]
    (record_id,) = key.values()
    record = of.record(record_id)
    with refusable(request, None, record):
        actions.request_report(kind=kind, subject_id=record_id, by=request.actor, reason="", at=now())  # type: ignore[attr-defined]  # ours
    messages.success(request, "The signed PDF is being made. You can leave this page; it is kept for you.")
    return redirect(of.page(record) if kind == LOT_DOSSIER else history_address(kind, record_id))


@require_safe
def report_progress(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """How far it is: a fragment for the page that waits, a whole page without script."""
    report = get_object_or_404(SealedReport.objects.select_related("requested_by"), pk=report_id)
    name = "_report" if getattr(request, "htmx", False) else "report"
    of = kind_of(report)
    record = of.record(report.subject_id)
    zone = record.site.time_zone if isinstance(record, Lot) else ""
    page = {"report": report, "time_zone": zone, "record": record, "record_address": of.page(record)}
    return render(request, f"workspace/reports/{name}.html", page)


@require_safe
def download_report(request: HttpRequest, report_id: UUID) -> HttpResponseBase:
    """The sealed file as it stands in the store; who took it is noted."""
    report = get_object_or_404(SealedReport, pk=report_id)
    by = request.actor  # type: ignore[attr-defined]  # ours
    with refusable(request, None, report):
        actions.note_download(report=report, by=by, at=now())
    return sealed_file(report)

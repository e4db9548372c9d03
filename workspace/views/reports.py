"""Signed dossiers: ask for one, see how far it is, download it."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from evidence.downloads import SANDBOX
from evidence.outside.store import store
from kernel.clock import now
from lots.models import Lot
from parties.refusals import refusable
from records.models import SealedReport
from workspace import actions


@require_POST
def request_report(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """The signed dossier of a lot; a worker makes it."""
    lot = get_object_or_404(Lot, pk=lot_id)
    with refusable(request, None, lot):
        actions.request_dossier(lot_id=lot.pk, by=request.actor, reason="", at=now())  # type: ignore[attr-defined]  # ours
    messages.success(request, "The signed dossier is being made. You can leave this page; it is kept for you.")
    return redirect(lot)


@require_safe
def report_progress(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """How far it is: a fragment for the page that waits, a whole page without script."""
    report = get_object_or_404(SealedReport.objects.select_related("requested_by"), pk=report_id)
    name = "_report" if getattr(request, "htmx", False) else "report"
    lot = Lot.objects.select_related("site").filter(pk=report.subject_id).first()
    page = {"report": report, "time_zone": lot.site.time_zone if lot else ""}
    return render(request, f"workspace/reports/{name}.html", page)


@require_safe
def download_report(request: HttpRequest, report_id: UUID) -> HttpResponseBase:
    """The sealed file as it stands in the store; who took it is noted."""
    report = get_object_or_404(SealedReport, pk=report_id)
    by = request.actor  # type: ignore[attr-defined]  # ours
    with refusable(request, None, report):
        actions.note_download(report=report, by=by, at=now())
    response = FileResponse(
        store().open(report.sha256), as_attachment=True, filename=f"{report.title}.pdf", content_type="application/pdf"
    )
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response

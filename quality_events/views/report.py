"""Report an event on a lot."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kernel import clock
from lots.models import Lot
from parties.refusals import refusable
from parties.zones import reading_zone
from quality_events.actions import report_event
from quality_events.forms import ReportForm
from quality_events.queries import open_findings


def report(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    lot = get_object_or_404(Lot.objects.select_related("product", "site"), pk=lot_id)
    findings = open_findings(lot.pk)
    chosen = [key for key, _ in findings if str(key) == request.GET.get("finding")]
    zone = reading_zone(request, lot.site.time_zone)
    form = ReportForm(request.POST or None, findings=findings, zone=zone, initial={"answers": chosen})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusable(request, form, lot):
            by = request.actor  # type: ignore[attr-defined]  # ours
            event = report_event(lot_ids=[lot.pk], **given, by=by, reason="", at=clock.now())
            messages.success(request, f"{event.number} is reported. The sponsor has been told.")
            return redirect("quality_events:event", event.pk)
    status = 409 if form.errors and request.method == "POST" else 200
    page = {"form": form, "lot": lot, "time_zone": lot.site.time_zone}
    return render(request, "quality_events/report.html", page, status=status)

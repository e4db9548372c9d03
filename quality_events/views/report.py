"""Report an event on a lot."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from evidence.queries import answerable
from kernel import clock
from lots.models import Lot
from parties.refusals import refusable
from parties.zones import reading_zone
from quality_events.actions import report_event
from quality_events.forms import ReportForm
from quality_events.queries import open_findings
from quality_events.queries.missed import least_missed
from quality_events.states import Missed


def _form(request: HttpRequest, lot: Lot) -> ReportForm:
    """With the findings that wait for an event, and what those chosen say is missed."""
    findings = open_findings(lot.pk)
    asked = request.POST.getlist("answers") if request.method == "POST" else request.GET.getlist("finding")
    chosen = [key for key, _ in findings if str(key) in asked]
    least = least_missed(answerable(chosen, [lot.pk])) if chosen else Missed.NONE
    zone = reading_zone(request, lot.site.time_zone)
    initial = {"answers": chosen, "missed": least}
    return ReportForm(request.POST or None, findings=findings, least=least, zone=zone, initial=initial)


def report(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    lot = get_object_or_404(Lot.objects.select_related("product", "site"), pk=lot_id)
    form = _form(request, lot)
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

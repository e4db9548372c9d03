"""The event's page: what happened, which lots, the investigation, who decided what."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kernel import clock
from parties.refusals import refusable
from quality_events.actions import read_report, record_investigation
from quality_events.actions.investigate import PARTS
from quality_events.forms import InvestigationForm, QuestionForm
from quality_events.models import QualityEvent
from quality_events.presentation.events import event_context
from quality_events.queries.missed import least_missed_of


def _event(event_id: UUID) -> QualityEvent:
    return get_object_or_404(
        QualityEvent.objects.select_related("reported_by", "partnership__sponsor", "partnership__cmo"),
        pk=event_id,
    )


def event_page(request: HttpRequest, event_id: UUID) -> HttpResponse:
    event = _event(event_id)
    read_report(event_id=event.pk, by=request.actor, at=clock.now())  # type: ignore[attr-defined]  # ours
    initial = {name: getattr(event, name) for name in (*PARTS, "missed", "disposition")}
    form = InvestigationForm(initial=initial, missed=event.missed, least=least_missed_of(event))
    return render(request, "quality_events/event.html", event_context(request, event, form, QuestionForm()))


@require_POST
def investigate(request: HttpRequest, event_id: UUID) -> HttpResponse:
    event = _event(event_id)
    missed = request.POST.get("missed", event.missed)
    form = InvestigationForm(request.POST, missed=missed, least=least_missed_of(event))
    if form.is_valid():
        with refusable(request, form, event):
            record_investigation(
                event_id=event.pk,
                parts={name: form.cleaned_data[name] for name in PARTS},
                missed=form.cleaned_data["missed"],
                disposition=form.cleaned_data["disposition"],
                by=request.actor,  # type: ignore[attr-defined]  # ours
                reason="",
                at=clock.now(),
            )
            return redirect("quality_events:event", event.pk)
    return render(request, "quality_events/event.html", event_context(request, event, form, QuestionForm()), status=409)

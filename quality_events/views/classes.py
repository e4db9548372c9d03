"""Another class for an event: raised at once, lowered with the sponsor's signed consent."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kernel.clock import now
from parties.proving import prove
from parties.refusals import refusable
from quality_events.actions import classify_event, consent_to_class, refuse_class
from quality_events.content import class_change_content
from quality_events.forms import ClassForm, EventSigningForm, QuestionForm
from quality_events.models import ClassChange, QualityEvent
from records.content import content_hash


@require_POST
def classify(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Graver: it holds at once. Less grave: the sponsor is asked."""
    event = get_object_or_404(QualityEvent, pk=event_id)
    form = ClassForm(request.POST)
    if form.is_valid():
        with refusable(request, None, event):
            classify_event(event_id=event.pk, by=request.actor, at=now(), **form.cleaned_data)  # type: ignore[attr-defined]
            messages.success(request, f"{event.number}: the class is written down.")
    return redirect("quality_events:event", event.pk)


def consent(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Shows what is agreed to; signed here and now."""
    event = get_object_or_404(QualityEvent, pk=event_id)
    asked = ClassChange.objects.filter(event=event, is_granted=None).select_related("asked_by", "event").first()
    if asked is None:
        raise Http404
    form = EventSigningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusable(request, form, event):
            consent_to_class(
                event_id=event.pk, proof=prove(request, given), shown_hash=given["content_hash"],
                by=request.actor, reason=given["reason"], at=now(),  # type: ignore[attr-defined]  # ours
            )  # fmt: skip
            messages.success(request, f"{event.number}: you consented to {asked.get_to_class_display().lower()}.")
            return redirect("quality_events:event", event.pk)
    shown = {"event": event, "asked": asked, "form": form, "digest": content_hash(class_change_content(asked))}
    return render(request, "quality_events/consent.html", shown, status=409 if form.errors else 200)


@require_POST
def keep_class(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """The sponsor refuses the lower class, and why."""
    event = get_object_or_404(QualityEvent, pk=event_id)
    form = QuestionForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    with refusable(request, None, event):
        refuse_class(event_id=event.pk, by=request.actor, reason=reason, at=now())  # type: ignore[attr-defined]  # ours
    return redirect("quality_events:event", event.pk)

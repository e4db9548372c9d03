"""Signed steps of an event, and the unsigned returns."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kernel import clock
from parties.proving import prove
from parties.refusals import refusable
from quality_events.actions import (
    approve_event,
    cancel_event,
    close_event,
    propose_disposition,
    question_event,
    refuse_event,
    reopen_event,
)
from quality_events.content import signed_content
from quality_events.forms import EventSigningForm, QuestionForm
from quality_events.models import QualityEvent
from quality_events.presentation.events import lots_hit, signed_rows
from quality_events.states import EVENT
from records.content import content_hash
from records.states import Meaning

_STEPS = {
    "propose": propose_disposition,
    "approve": approve_event,
    "refuse": refuse_event,
    "close": close_event,
    "close_by_cmo": close_event,
}


def sign_step(request: HttpRequest, event_id: UUID, verb: str) -> HttpResponse:
    """Shows exactly what is signed; the password is given here and now."""
    event = get_object_or_404(QualityEvent, pk=event_id)
    step = EVENT.find(event.state, verb)
    if verb not in _STEPS or (step is None and request.method == "GET"):
        raise Http404
    form = EventSigningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusable(request, form, event):
            _sign(request, event, verb, form.cleaned_data)
            messages.success(request, f"{event.number}: you signed “{step.label if step else verb}”.")
            return redirect("quality_events:event", event.pk)
    content = signed_content(event)
    meaning = Meaning(step.meaning).label if step else ""
    shown = {"event": event, "form": form, "digest": content_hash(content), "step": step, "meaning": meaning}
    shown |= {"rows": signed_rows(event), "lots": lots_hit(event)}
    return render(request, "quality_events/sign.html", shown, status=409 if form.errors else 200)


def _sign(request: HttpRequest, event: QualityEvent, verb: str, given: dict[str, Any]) -> None:
    _STEPS[verb](
        event_id=event.pk,
        proof=prove(request, given),
        shown_hash=given["content_hash"],
        by=request.actor,  # type: ignore[attr-defined]  # ours
        reason=given["reason"],
        at=clock.now(),
    )


@require_POST
def question(request: HttpRequest, event_id: UUID) -> HttpResponse:
    return _with_reason(request, event_id, question_event)


@require_POST
def cancel(request: HttpRequest, event_id: UUID) -> HttpResponse:
    return _with_reason(request, event_id, cancel_event)


@require_POST
def reopen(request: HttpRequest, event_id: UUID) -> HttpResponse:
    return _with_reason(request, event_id, reopen_event)


def _with_reason(request: HttpRequest, event_id: UUID, action: Callable[..., object]) -> HttpResponse:
    event = get_object_or_404(QualityEvent, pk=event_id)
    form = QuestionForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    with refusable(request, None, event):
        action(event_id=event.pk, by=request.actor, reason=reason, at=clock.now())  # type: ignore[attr-defined]  # ours
    return redirect("quality_events:event", event.pk)

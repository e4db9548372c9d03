"""The investigation, structured: whys, possible causes, interim reports, documents."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from evidence.actions.files import examine
from kernel.clock import now
from parties.refusals import refusable
from quality_events.actions import add_event_document, judge_cause, name_cause, record_whys, report_interim
from quality_events.forms import CauseForm, DocumentForm, InterimForm, JudgeCauseForm, WhysForm
from quality_events.forms.problems import first_problem
from quality_events.models import QualityEvent


@require_POST
def whys(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """The chain, written anew as a whole."""
    form = WhysForm(request.POST)
    return recorded(request, event_id, form, record_whys, lambda given: {"whys": form.whys()}, "The whys are saved.")


@require_POST
def cause(request: HttpRequest, event_id: UUID) -> HttpResponse:
    return recorded(request, event_id, CauseForm(request.POST), name_cause, dict, "The possible cause is named.")


@require_POST
def judge(request: HttpRequest, event_id: UUID) -> HttpResponse:
    form = JudgeCauseForm(request.POST)
    return recorded(request, event_id, form, judge_cause, dict, "The finding is written down.")


@require_POST
def interim(request: HttpRequest, event_id: UUID) -> HttpResponse:
    form = InterimForm(request.POST)
    return recorded(request, event_id, form, report_interim, dict, "The sponsor has the interim report.")


@require_POST
def document(request: HttpRequest, event_id: UUID) -> HttpResponse:
    form = DocumentForm(request.POST, request.FILES)

    def taken(given: dict[str, Any]) -> dict[str, Any]:
        return {"title": given["title"], "file": examine(given["file"].name, given["file"])}

    return recorded(request, event_id, form, add_event_document, taken, "The document is stored.")


def recorded(
    request: HttpRequest,
    event_id: UUID,
    form: Form,
    action: Callable[..., object],
    values: Callable[[dict[str, Any]], dict[str, Any]],
    said: str,
) -> HttpResponse:
    """The action on what was typed; a refusal is a page of its own, with the way back."""
    event = get_object_or_404(QualityEvent, pk=event_id)
    if not form.is_valid():
        messages.error(request, first_problem(form))
        return redirect("quality_events:event", event.pk)
    with refusable(request, None, event):
        by = request.actor  # type: ignore[attr-defined]  # ours
        action(event_id=event.pk, **values(form.cleaned_data), by=by, reason="", at=now())
        messages.success(request, f"{event.number}: {said}")
    return redirect("quality_events:event", event.pk)

"""Who told what, and signs for it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kernel.clock import now
from parties.proving import prove
from parties.refusals import refusable
from quality_events.actions import name_informant, sign_information, withdraw_informant
from quality_events.content import informant_content
from quality_events.forms import InformantForm, InformantSigningForm, QuestionForm
from quality_events.models import Informant, QualityEvent
from quality_events.queries.investigation import possible_informants
from records.content import content_hash


@require_POST
def informant(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """A colleague is named, with what he told."""
    event = get_object_or_404(QualityEvent, pk=event_id)
    by = request.actor  # type: ignore[attr-defined]  # ours
    form = InformantForm(request.POST, people=possible_informants(by.company_id))
    if not form.is_valid():
        messages.error(request, "Choose who told it.")
        return redirect("quality_events:event", event.pk)
    with refusable(request, None, event):
        given = form.cleaned_data
        name_informant(event_id=event.pk, person_id=given["person"], told=given["told"], by=by, reason="", at=now())
        messages.success(request, f"{event.number}: the signature is asked for.")
    return redirect("quality_events:event", event.pk)


def sign_told(request: HttpRequest, event_id: UUID, informant_id: UUID) -> HttpResponse:
    """Shows what was told; the one who told it signs here."""
    found = Informant.objects.select_related("event", "person", "named_by")
    told = get_object_or_404(found, pk=informant_id, event_id=event_id)
    form = InformantSigningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusable(request, form, told.event):
            sign_information(
                informant_id=told.pk, proof=prove(request, given), shown_hash=given["content_hash"],
                by=request.actor, reason=given["reason"], at=now(),  # type: ignore[attr-defined]  # ours
            )  # fmt: skip
            messages.success(request, f"{told.event.number}: you signed what you told.")
            return redirect("quality_events:event", event_id)
    shown = {"event": told.event, "informant": told, "form": form, "digest": content_hash(informant_content(told))}
    return render(request, "quality_events/informant.html", shown, status=409 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, event_id: UUID, informant_id: UUID) -> HttpResponse:
    """An entry made by mistake."""
    told = get_object_or_404(Informant.objects.select_related("event"), pk=informant_id, event_id=event_id)
    form = QuestionForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    with refusable(request, None, told.event):
        withdraw_informant(informant_id=told.pk, by=request.actor, reason=reason, at=now())  # type: ignore[attr-defined]
    return redirect("quality_events:event", event_id)

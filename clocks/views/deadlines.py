"""How a deadline was counted, and its pauses."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from clocks import actions, rules
from clocks.forms import PauseForm, ResumeForm
from clocks.models import Clock
from clocks.queries import explanation, proof_of
from kernel.clock import now
from kernel.errors import Refused
from parties.refusals import refusable, status_after


@login_required
@require_safe
def explain(request: HttpRequest, clock_id: UUID) -> HttpResponse:
    """How a deadline was counted, interval by interval."""
    clock = _found(clock_id)
    actions.note_read(("clock", clock.pk), by=request.actor, at=now())  # type: ignore[attr-defined]  # ours
    return _shown(request, clock, None)


@login_required
@require_POST
def pause(request: HttpRequest, clock_id: UUID) -> HttpResponse:
    """Stop the other side's clock for a while."""
    clock, form = _found(clock_id), PauseForm(request.POST)
    if form.is_valid():
        with refusable(request, form, clock):
            actions.pause(clock_id=clock_id, **form.cleaned_data, by=request.actor, at=now())  # type: ignore[attr-defined]  # ours
    if form.errors:
        return _shown(request, clock, form)
    messages.success(request, "The clock is paused; both sides are told the new deadline.")
    return redirect("clocks:explain", clock_id)


@login_required
@require_POST
def resume(request: HttpRequest, clock_id: UUID) -> HttpResponse:
    """Let it run again before the pause is over."""
    clock, form = _found(clock_id), ResumeForm(request.POST)
    if form.is_valid():
        with refusable(request, form, clock):
            actions.resume(clock_id=clock_id, **form.cleaned_data, by=request.actor, at=now())  # type: ignore[attr-defined]  # ours
    if form.errors:
        return _shown(request, clock, form)
    messages.success(request, "The clock runs again; both sides are told the new deadline.")
    return redirect("clocks:explain", clock_id)


@login_required
@require_safe
def server_time(request: HttpRequest) -> JsonResponse:
    """What a countdown goes by after a lost connection: {"now": ISO 8601, UTC}."""
    return JsonResponse({"now": now().isoformat()}, headers={"Cache-Control": "no-store"})


def _found(clock_id: UUID) -> Clock:
    return get_object_or_404(Clock.objects.select_related("owner"), pk=clock_id)


def _shown(request: HttpRequest, clock: Clock, form: Form | None) -> HttpResponse:
    at = now()
    shown = {
        "clock": clock,
        "lines": explanation(clock),
        "told": proof_of(("clock", clock.pk)),
        "is_paused": rules.is_paused(clock, at),
        "form": form or (ResumeForm() if rules.is_paused(clock, at) else PauseForm()),
        "refusal": "",
    }
    try:
        rules.check_may_pause(clock, request.actor, at)  # type: ignore[attr-defined]  # ours
    except Refused as refusal:
        shown["refusal"] = refusal.sentence
    return render(request, "clocks/explanation.html", shown, status=status_after(request))

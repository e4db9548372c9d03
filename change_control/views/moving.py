"""Steps without a signature: at once, or with a reason."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from change_control import queries
from change_control.forms import ReasonForm
from change_control.steps import STEPS
from kernel.clock import now
from parties.refusals import refusable, status_after


@login_required
@require_POST
def at_once(request: HttpRequest, change_id: UUID, verb: str) -> HttpResponse:
    """`verb` is one of those that need no reason, by the route."""
    change = queries.change(change_id)
    with refusable(request, None, change):
        change = STEPS[verb].action(change_id=change.pk, by=request.actor, reason="", at=now())  # type: ignore[attr-defined]  # ours
    messages.success(request, f"{change.number}: {change.get_state_display().lower()}.")
    return redirect("change_control:change", change.pk)


@login_required
def with_reason(request: HttpRequest, change_id: UUID, verb: str) -> HttpResponse:
    """`verb` is one of those that need a reason, by the route."""
    change, step = queries.change(change_id), STEPS[verb]
    form = ReasonForm(request.POST if request.method == "POST" else None, label=step.asks)
    if form.is_valid():
        with refusable(request, form, change):
            reason = form.cleaned_data["reason"]
            step.action(change_id=change.pk, by=request.actor, reason=reason, at=now())  # type: ignore[attr-defined]  # ours
            messages.success(request, f"{change.number}: done.")
            return redirect("change_control:change", change.pk)
    page = {"form": form, "change": change, "heading": f"{step.label}: {change.number}", "label": step.label}
    return render(request, "change_control/reason.html", page, status=status_after(request))

"""Steps without a signature: submit, ask for approval, make effective, withdraw."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from change_control import actions, queries
from change_control.forms import ReasonForm
from change_control.models import ChangeRequest
from kernel.clock import now
from parties.refusals import refusable, status_after

Step = Callable[..., ChangeRequest]


@login_required
@require_POST
def submit(request: HttpRequest, change_id: UUID) -> HttpResponse:
    return _at_once(request, change_id, actions.submit)


@login_required
@require_POST
def make_effective(request: HttpRequest, change_id: UUID) -> HttpResponse:
    return _at_once(request, change_id, actions.make_effective)


@login_required
def ask_for_approval(request: HttpRequest, change_id: UUID) -> HttpResponse:
    return _with_reason(request, change_id, actions.ask_for_approval, "Ask for approval")


@login_required
def withdraw(request: HttpRequest, change_id: UUID) -> HttpResponse:
    return _with_reason(request, change_id, actions.withdraw, "Withdraw")


def _at_once(request: HttpRequest, change_id: UUID, step: Step) -> HttpResponse:
    change = queries.change(change_id)
    with refusable(request, None, change):
        change = step(change_id=change.pk, by=request.actor, reason="", at=now())  # type: ignore[attr-defined]  # ours
    messages.success(request, f"{change.number}: {change.get_state_display().lower()}.")
    return redirect("change_control:change", change.pk)


def _with_reason(request: HttpRequest, change_id: UUID, step: Step, label: str) -> HttpResponse:
    change = queries.change(change_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusable(request, form, change):
            reason = form.cleaned_data["reason"]
            step(change_id=change.pk, by=request.actor, reason=reason, at=now())  # type: ignore[attr-defined]  # ours
            messages.success(request, f"{change.number}: done.")
            return redirect("change_control:change", change.pk)
    page = {
        "form": form,
        "change": change,
        "heading": f"{label}: {change.number}",
        "label": label,
    }
    return render(request, "change_control/reason.html", page, status=status_after(request))

"""Approve or reject, with a signature."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from change_control import actions, queries
from change_control.content import change_content
from change_control.forms import ChangeSigningForm
from change_control.models import ChangeRequest
from change_control.states import CHANGE, ChangeState
from kernel.clock import now
from parties.proving import prove
from parties.refusals import refusable, status_after
from records.content import content_hash
from records.states import Meaning

_DECISIONS = {"approve": actions.approve, "reject": actions.reject}


@login_required
def sign(request: HttpRequest, change_id: UUID, verb: str) -> HttpResponse:
    """`verb` is approve or reject, by the route."""
    change = queries.judged(queries.change(change_id), now().date())
    form = ChangeSigningForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusable(request, form, change):
            _DECISIONS[verb](
                change_id=change.pk,
                proof=prove(request, form.cleaned_data),
                shown_hash=form.cleaned_data["content_hash"],
                by=request.actor,  # type: ignore[attr-defined]  # ours
                reason=form.cleaned_data["reason"],
                at=now(),
            )
            messages.success(request, f"{change.number}: signed.")
            return redirect("change_control:change", change.pk)
    return render(
        request, "change_control/sign.html", _shown(request, change, verb, form), status=status_after(request)
    )


def _shown(request: HttpRequest, change: ChangeRequest, verb: str, form: ChangeSigningForm) -> dict[str, Any]:
    step = CHANGE.find(ChangeState.SPONSOR_REVIEW, verb)
    return {
        "form": form,
        "change": change,
        "step": step,
        "digest": content_hash(change_content(change)),
        "meaning": Meaning(step.meaning).label if step else "",
    }

"""Lots that were released without the sponsor's signature, and what it says of those that were drawn."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from clocks.queries import running_clock
from kernel.clock import now
from parties.refusals import refusable, status_after
from release import queries
from release.actions import accept_verification, dispute_verification
from release.actions.verifying import VERIFICATION_CLOCK
from release.forms import VerificationForm
from release.states import VerificationState

_VERBS = {"accept": accept_verification, "dispute": dispute_verification}


@require_safe
def verifications(request: HttpRequest) -> HttpResponse:
    """Every one that the scope shows, the newest first."""
    return render(request, "release/verifications.html", {"rows": queries.verifications()[:200]})


def verification(request: HttpRequest, verification_id: UUID) -> HttpResponse:
    """One, with its draw; who may says here whether the release was right."""
    row = get_object_or_404(queries.verifications(), pk=verification_id)
    by = request.actor  # type: ignore[attr-defined]  # ours
    form = VerificationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        with refusable(request, form, row):
            _VERBS[given["verb"]](verification_id=row.pk, by=by, reason=given["reason"], at=now())
            messages.success(request, f"The {row} is recorded.")
            return redirect("release:verification", row.pk)
    is_open = row.state == VerificationState.DRAWN
    page = {"row": row, "form": form, "may_verify": is_open and by.may("release.verify", row)}
    page["clock"] = running_clock(VERIFICATION_CLOCK, row.pk)
    return render(request, "release/verification.html", page, status=status_after(request))

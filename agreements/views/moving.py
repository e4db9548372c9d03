"""Agree, take back, withdraw."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from agreements import actions, queries
from agreements.forms import ReasonForm
from agreements.models import AgreementVersion
from kernel.clock import now
from parties.refusals import refusable, status_after


@login_required
@require_POST
def agree(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Fix the text; both sides are asked to sign."""
    version = queries.version(version_id)
    with refusable(request, None, version):
        actions.agree(version_id=version.pk, by=request.actor, reason="", at=now())  # type: ignore[attr-defined]  # ours
    messages.success(request, f"{version} is agreed. Both sides are asked to sign it.")
    return redirect("agreements:agreement", version.agreement_id)


@login_required
def reopen(request: HttpRequest, version_id: UUID) -> HttpResponse:
    return _with_reason(request, version_id, actions.reopen, "Take {} back to draft", "Back to draft")


@login_required
def withdraw(request: HttpRequest, version_id: UUID) -> HttpResponse:
    return _with_reason(request, version_id, actions.withdraw, "Withdraw {}", "Withdraw")


def _with_reason(
    request: HttpRequest,
    version_id: UUID,
    action: Callable[..., AgreementVersion],
    heading: str,
    label: str,
) -> HttpResponse:
    version = queries.version(version_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusable(request, form, version):
            reason = form.cleaned_data["reason"]
            action(version_id=version.pk, by=request.actor, reason=reason, at=now())  # type: ignore[attr-defined]  # ours
            messages.success(request, f"{version}: done.")
            return redirect("agreements:agreement", version.agreement_id)
    page = {"form": form, "agreed": version, "heading": heading.format(version), "label": label}
    return render(request, "agreements/reason.html", page, status=status_after(request))

"""The day on which a version really began is put right, with a signature."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kernel.clock import now
from masters import actions
from masters.content import correction_content
from masters.forms import CorrectedDayForm, CorrectionSigningForm
from masters.models.products import Version
from masters.queries import version_of
from parties.proving import prove
from parties.refusals import refusable, status_after
from records.content import content_hash
from records.states import Meaning


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, master_version_id: UUID) -> HttpResponse:
    """First the day, by a GET form (`?valid_from=`); then the page that shows and signs it."""
    kind, version = version_of(master_version_id)
    day_form = CorrectedDayForm(request.GET or None)
    valid_from = day_form.cleaned_data["valid_from"] if day_form.is_valid() else None
    form = CorrectionSigningForm(request.POST if request.method == "POST" else None)
    if valid_from is not None and form.is_valid():
        with refusable(request, form, version):
            made = _corrected(request, version, valid_from, form.cleaned_data)
            messages.success(request, f"{made} is valid from {made.valid_from}. What was recorded before stays.")
            return redirect("workspace:version", made.pk)
    page = {"kind": kind.label, "version": version, "product": version.product, "day_form": day_form,
            "valid_from": valid_from, "form": form, "meaning": Meaning.APPROVED.label,
            "digest": content_hash(correction_content(version, valid_from, None)) if valid_from else ""}  # fmt: skip
    return render(request, "masters/correct.html", page, status=status_after(request))


def _corrected(request: HttpRequest, version: Version, valid_from: date, given: dict[str, Any]) -> Version:
    return actions.correct_version(
        version_id=version.pk,
        valid_from=valid_from,
        proof=prove(request, given),
        shown_hash=given["content_hash"],
        by=request.actor,  # type: ignore[attr-defined]  # ours
        reason=given["reason"],
        at=now(),
    )

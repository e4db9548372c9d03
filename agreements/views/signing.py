"""Read what is signed, then sign it for one's own side."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from agreements import actions, queries
from agreements.content import version_content
from agreements.forms import AgreementSigningForm
from agreements.models import AgreementVersion
from agreements.presentation import clause_card
from agreements.states import VERSION, VersionState
from kernel.clock import now
from parties.proving import prove
from parties.refusals import refusable, status_after
from records.content import content_hash
from records.states import Meaning


@login_required
def sign(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version = queries.version(version_id)
    form = AgreementSigningForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusable(request, form, version):
            actions.sign(
                version_id=version.pk,
                proof=prove(request, form.cleaned_data),
                shown_hash=form.cleaned_data["content_hash"],
                by=request.actor,  # type: ignore[attr-defined]  # ours
                reason=form.cleaned_data["reason"],
                at=now(),
            )
            messages.success(request, f"{version}: signed.")
            return redirect("agreements:agreement", version.agreement_id)
    return render(request, "agreements/sign.html", _shown(request, version, form), status=status_after(request))


def _shown(request: HttpRequest, version: AgreementVersion, form: AgreementSigningForm) -> dict[str, Any]:
    step = VERSION.find(VersionState.AGREED, "complete")
    return {
        "form": form,
        "agreed": version,
        "agreement": version.agreement,
        "clauses": [clause_card(clause) for clause in version.clauses.all()],
        "simulation": version.simulations.first(),
        "digest": content_hash(version_content(version)),
        "meaning": Meaning(step.meaning).label if step else "",
    }

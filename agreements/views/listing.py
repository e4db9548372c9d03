"""The agreements in force, and one with its clauses and signatures."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements import queries
from agreements.models import Agreement, AgreementVersion
from agreements.presentation import version_context
from kernel.clock import now


@login_required
@require_safe
def agreement_list(request: HttpRequest) -> HttpResponse:
    held = request.actor.sponsor_permissions | request.actor.cmo_permissions  # type: ignore[attr-defined]  # ours
    page = {
        "rows": queries.agreements_listed(now().date()),
        "may_draft": "agreements.draft" in held,
    }
    return render(request, "agreements/list.html", page)


@login_required
@require_safe
def agreement_page(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """The version in the address (`?version=3`), else the open one, else the newest."""
    agreement = queries.agreement(agreement_id)
    version = queries.version(_chosen(agreement, request.GET.get("version", "")).pk)
    page = version_context(agreement, version, request.actor, now().date())  # type: ignore[attr-defined]  # ours
    return render(request, "agreements/agreement.html", page)


def _chosen(agreement: Agreement, number: str) -> AgreementVersion:
    versions = list(agreement.versions.all())
    if not number:
        return versions[0]
    found = next((version for version in versions if str(version.version) == number), None)
    if found is None:
        raise Http404
    return found

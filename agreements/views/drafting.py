"""Forms for a first version, a next version, and a draft that is revised."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from agreements import actions, queries
from agreements.forms import AgreementForm, VersionForms
from kernel.clock import now
from parties.queries import partnerships
from parties.refusals import refusable, status_after


@login_required
def new_agreement(request: HttpRequest) -> HttpResponse:
    """An agreement on a product group that has none."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    partners = [(str(p.pk), str(p)) for p in partnerships() if by.may("agreements.draft", p)]
    data = request.POST if request.method == "POST" else None
    form = AgreementForm(data, partners=partners)
    forms = VersionForms(data, period=form)
    if data is not None and forms.is_valid():
        with refusable(request, form):
            given = dict(form.cleaned_data)
            partnership_id = UUID(given.pop("partnership"))
            drafted = actions.draft_agreement(
                partnership_id=partnership_id, **given, clauses=forms.drafts(), by=by, reason="", at=now()
            )
            messages.success(request, f"{drafted} is drafted. The other side is asked to read it.")
            return redirect("agreements:agreement", drafted.agreement_id)
    page = {"forms": forms, "heading": "New agreement", "cancel_url": "agreements:list"}
    return render(request, "agreements/edit.html", page, status=status_after(request))


@login_required
def new_version(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """A copy of the last version; what is changed here is the difference."""
    agreement = queries.agreement(agreement_id)
    last = queries.version(agreement.versions.all()[0].pk)
    data = request.POST if request.method == "POST" else None
    forms = VersionForms(data, clauses=last.clauses.all())
    if data is not None and forms.is_valid():
        with refusable(request, forms.period, agreement):
            given = forms.period.cleaned_data
            drafted = actions.draft_version(
                agreement_id=agreement.pk,
                **given,
                changes=forms.changes(),
                by=request.actor,  # type: ignore[attr-defined]  # ours
                reason="",
                at=now(),
            )
            messages.success(request, f"{drafted} is drafted. The other side is asked to read it.")
            return redirect("agreements:agreement", agreement.pk)
    page = {"forms": forms, "agreement": agreement, "heading": f"New version of {agreement.number}"}
    return render(request, "agreements/edit.html", page, status=status_after(request))


@login_required
def edit_version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Change a draft; what is agreed is fixed."""
    version = queries.version(version_id)
    data = request.POST if request.method == "POST" else None
    period = {"effective_from": version.effective_from, "effective_until": version.effective_until}
    forms = VersionForms(data, clauses=version.clauses.all(), initial=period)
    if data is not None and forms.is_valid():
        with refusable(request, forms.period, version):
            given = forms.period.cleaned_data
            actions.revise(
                version_id=version.pk,
                **given,
                changes=forms.changes(),
                by=request.actor,  # type: ignore[attr-defined]  # ours
                reason="",
                at=now(),
            )
            messages.success(request, f"{version} is revised.")
            return redirect("agreements:agreement", version.agreement_id)
    page = {"forms": forms, "agreement": version.agreement, "heading": f"Draft {version}"}
    return render(request, "agreements/edit.html", page, status=status_after(request))

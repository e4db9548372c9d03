"""The redline between two versions of an agreement."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements import queries
from agreements.forms import RedlineForm
from agreements.redline import compared


@login_required
@require_safe
def redline(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """`?old=2&new=3`; without them, the newest version against the one before."""
    agreement = queries.agreement(agreement_id)
    versions = {version.version: version for version in agreement.versions.all()}
    numbers = list(versions)
    newest = {"old": numbers[min(1, len(numbers) - 1)], "new": numbers[0]}
    form = RedlineForm({**newest, **request.GET.dict()}, numbers=numbers)
    chosen = form.cleaned_data if form.is_valid() else newest
    old, new = (queries.version(versions[chosen[name]].pk) for name in ("old", "new"))
    page = {
        "agreement": agreement,
        "form": form,
        "old": old,
        "new": new,
        "lines": compared(old.clauses.all(), new.clauses.all()),
    }
    return render(request, "agreements/redline.html", page)

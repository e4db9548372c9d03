"""A permit's live status, for whoever stands before the pallet: what the sheet prints and no more."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from release.queries import told_of_permit


@login_not_required
@require_safe
@never_cache
def permit_status(request: HttpRequest, token: str) -> HttpResponse:
    """Live, spent, revoked or expired, and since when. An unknown one is not found: nothing leaves on it."""
    told = told_of_permit(token)
    if told is None:
        raise Http404
    return render(request, "release/permit_status.html", {"told": told})

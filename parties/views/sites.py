"""The places where we work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kernel.clock import now
from parties import actions
from parties.administration import tabs
from parties.forms import SiteForm
from parties.queries import sites as sites_of
from parties.rules import check_may
from parties.views.pages import FormPage, form_page


@require_safe
def sites(request: HttpRequest) -> HttpResponse:
    """All sites of the own organisation."""
    actor = request.actor  # type: ignore[attr-defined]  # ours
    check_may(actor, "parties.sites", None, "see the administration of sites")
    values = {"tabs": tabs(request), "sites": sites_of(actor.organisation_id)}
    return render(request, "parties/sites.html", values)


def add(request: HttpRequest) -> HttpResponse:
    """One more site."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    page = FormPage(
        title="Add a site",
        button="Add it",
        done=reverse("parties:sites"),
        act=lambda data: actions.add_site(**data, by=by, reason="", at=now()),
    )
    return form_page(request, SiteForm(request.POST or None), page)

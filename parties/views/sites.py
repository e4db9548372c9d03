"""The places where we work, and when."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kernel.clock import now
from parties import actions
from parties.administration import tabs
from parties.forms import SiteForm, WorkTimeForm
from parties.models import Organisation, Site
from parties.queries import sites as sites_of
from parties.queries import work_time
from parties.rules import check_may
from parties.views.pages import FormPage, form_page


@require_safe
def sites(request: HttpRequest) -> HttpResponse:
    """All sites of the own organisation."""
    actor = request.actor  # type: ignore[attr-defined]  # ours
    check_may(actor, "parties.sites", None, "see the administration of sites")
    company = Organisation.objects.get(pk=actor.organisation_id)
    rows = [{"site": site, "works": work_time(company, site).words} for site in sites_of(company.pk)]
    values = {"tabs": tabs(request), "rows": rows, "company": company, "works": work_time(company).words}
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


def own_work_time(request: HttpRequest) -> HttpResponse:
    """When the company works."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    check_may(by, "parties.sites", None, "say when we work")
    return _work_time(request, get_object_or_404(Organisation, pk=by.organisation_id), None)


def site_work_time(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """When one of its sites works."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    site = get_object_or_404(Site, pk=site_id, organisation_id=by.organisation_id)
    check_may(by, "parties.sites", None, "say when we work")
    return _work_time(request, site, site_id)


def _work_time(request: HttpRequest, row: Organisation | Site, site_id: UUID | None) -> HttpResponse:
    by = request.actor  # type: ignore[attr-defined]  # ours
    page = FormPage(
        title=f"When {row.name} works",
        button="Save",
        done=reverse("parties:sites"),
        act=lambda data: actions.set_work_time(site_id=site_id, **data, by=by, at=now()),
        note="Deadlines in business time that start from now on are counted by it; running ones stay as they are. "
        + ("Empty: as the company works." if site_id else "Empty: Monday to Friday, 08:00 to 17:00, holidays of US."),
    )
    return form_page(request, WorkTimeForm(request.POST or None, initial=WorkTimeForm.shown(row)), page)

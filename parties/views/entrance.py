"""Links that letters bring: taking an invitation, answering a proposal. Open to people without an account."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from kernel.clock import now
from parties import actions
from parties.forms import EnrolForm, NewCompanyForm
from parties.queries import invitation_behind, proposal_behind
from parties.views.pages import FormPage, form_page

INVITATION, PROPOSAL = "parties/invitation.html", "parties/proposal.html"


@login_not_required
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Take an invitation: with name and password, or, when logged in, with one click."""
    invitation = invitation_behind(token)
    if invitation is None:
        raise Http404
    title = f"Join {invitation.organisation_name}"
    if request.actor is None:  # type: ignore[attr-defined]  # ours
        page = FormPage(title, "Join", reverse("account_login"), _enrolling(token), template=INVITATION)
        return form_page(request, EnrolForm(request.POST or None), page, invitation=invitation)
    page = FormPage(title, "Join", "/", _joining(request, token), template=INVITATION)
    return form_page(request, _click(request), page, invitation=invitation)


@login_not_required
def partnership(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a proposed partnership, for the company acted for or for one that is new here."""
    proposal = proposal_behind(token)
    if proposal is None:
        raise Http404
    title = f"Partnership with {proposal.organisation_name}"
    if request.actor is None:  # type: ignore[attr-defined]  # ours
        form = NewCompanyForm(request.POST or None, initial={"company_name": proposal.company_name})
        page = FormPage(title, "Agree and join", reverse("account_login"), _founding(token), template=PROPOSAL)
        return form_page(request, form, page, proposal=proposal)
    page = FormPage(title, "Agree", reverse("parties:partners"), _agreeing(request, token), template=PROPOSAL)
    return form_page(request, _click(request), page, proposal=proposal)


def _click(request: HttpRequest) -> forms.Form:
    return forms.Form(request.POST if request.method == "POST" else None)


def _enrolling(token: str) -> Any:
    return lambda data: actions.accept_invitation(token=token, name=data["name"], password=data["password"], at=now())


def _joining(request: HttpRequest, token: str) -> Any:
    by = request.actor  # type: ignore[attr-defined]  # ours
    return lambda _: actions.join_organisation(token=token, by=by, at=now())


def _founding(token: str) -> Any:
    return lambda data: actions.accept_partnership_as_new_company(
        token=token, company_name=data["company_name"], name=data["name"], password=data["password"], at=now()
    )


def _agreeing(request: HttpRequest, token: str) -> Any:
    by = request.actor  # type: ignore[attr-defined]  # ours
    return lambda _: actions.accept_partnership(token=token, by=by, at=now())

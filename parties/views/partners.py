"""The companies we work with, and those we ask."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kernel.clock import now
from parties import actions
from parties.administration import tabs
from parties.forms import ProposalForm, ReasonForm
from parties.models import PartnershipInvitation
from parties.queries import open_proposals, partnerships
from parties.rules import check_may
from parties.views.pages import FormPage, form_page

PARTNERS = "parties:partners"


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """Partnerships, and questions that wait for an answer."""
    actor = request.actor  # type: ignore[attr-defined]  # ours
    check_may(actor, "parties.partner", None, "see the administration of partners")
    values = {
        "tabs": tabs(request),
        "partnerships": partnerships(),
        "proposals": open_proposals(actor.organisation_id, now()),
    }
    return render(request, "parties/partners.html", values)


def propose(request: HttpRequest) -> HttpResponse:
    """Ask another company into a partnership."""
    page = FormPage(
        title="Invite a company",
        button="Send the invitation",
        done=reverse(PARTNERS),
        act=lambda data: actions.propose_partnership(**data, by=request.actor, at=now()),  # type: ignore[attr-defined]
        note="The partnership stands once somebody there agrees. The link works once, for 7 days.",
    )
    return form_page(request, ProposalForm(request.POST or None), page)


def withdraw(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Take the question back."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    get_object_or_404(PartnershipInvitation, pk=invitation_id, organisation_id=by.organisation_id)
    page = FormPage(
        title="Withdraw the invitation",
        button="Withdraw it",
        done=reverse(PARTNERS),
        act=lambda data: actions.withdraw_proposal(invitation_id=invitation_id, **data, by=by, at=now()),
        danger=True,
    )
    return form_page(request, ReasonForm(request.POST or None), page)

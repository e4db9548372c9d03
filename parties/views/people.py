"""Who acts for the own organisation: roles, leaving, lost factors, locked accounts."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kernel.clock import now
from parties import actions
from parties.administration import tabs
from parties.forms import InviteForm, ReasonForm, RolesForm
from parties.models import Invitation, Membership
from parties.queries import absences, colleagues, door_records, lockout, open_invitations
from parties.rules import check_may
from parties.views.pages import FormPage, form_page

PEOPLE = "parties:people"


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Colleagues and open invitations."""
    actor = request.actor  # type: ignore[attr-defined]  # ours
    check_may(actor, "parties.roles", None, "see the administration of people")
    values = {
        "tabs": tabs(request),
        "members": colleagues(actor.organisation_id),
        "invitations": open_invitations(actor.organisation_id, now()),
    }
    return render(request, "parties/people.html", values)


@require_safe
def member(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """One colleague: roles, what may be done, what happened at the door."""
    actor = request.actor  # type: ignore[attr-defined]  # ours
    membership = _colleague(request, membership_id)
    check_may(actor, "parties.roles", None, "see the administration of people")
    values = {
        "membership": membership,
        "absences": absences(membership.organisation_id, [membership.person_id]),
        "absence_url": reverse("parties:state_absence_for", args=[membership.pk]),
        "standing": lockout(membership.person.email, now()),
        "records": door_records(membership.person_id)[:50],
    }
    return render(request, "parties/member.html", values)


def invite(request: HttpRequest) -> HttpResponse:
    """Ask somebody in."""
    check_may(request.actor, "parties.invite", None, "invite people")  # type: ignore[attr-defined]  # ours
    form = InviteForm(request.POST or None)
    page = FormPage(
        title="Invite a person",
        button="Send the invitation",
        done=reverse(PEOPLE),
        act=lambda data: actions.invite(**data, by=request.actor, at=now()),  # type: ignore[attr-defined]
        note="The link in the e-mail works once, for 7 days.",
    )
    return form_page(request, form, page)


def revoke_invitation(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    get_object_or_404(Invitation, pk=invitation_id, organisation_id=request.actor.organisation_id)  # type: ignore[attr-defined]
    act = _acting(request, actions.revoke_invitation, invitation_id=invitation_id)
    page = FormPage("Take the invitation back", "Take it back", reverse(PEOPLE), act, danger=True)
    return form_page(request, ReasonForm(request.POST or None), page)


def roles(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Give a colleague other roles."""
    membership = _colleague(request, membership_id)
    form = RolesForm(request.POST or None, initial={"roles": membership.roles})
    act = _acting(request, actions.change_roles, membership_id=membership_id)
    note = "The new roles count from the next click on."
    return form_page(request, form, FormPage(f"Roles of {membership.person}", "Change", _back(membership), act, note))


def end(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """A colleague leaves."""
    membership = _colleague(request, membership_id)
    act = _acting(request, actions.end_membership, membership_id=membership_id)
    note = "Access and keys end at once. The name stays on everything that was signed."
    page = FormPage(f"End the membership of {membership.person}", "End it", reverse(PEOPLE), act, note, danger=True)
    return form_page(request, ReasonForm(request.POST or None), page)


def reset_factor(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """A lost phone or key."""
    membership = _colleague(request, membership_id)
    act = _acting(request, actions.reset_second_factor, membership_id=membership_id)
    note = "All passkeys and codes stop working, all sessions end, and an e-mail tells the owner."
    title = f"Remove the second factor of {membership.person}"
    page = FormPage(title, "Remove it", _back(membership), act, note, danger=True)
    return form_page(request, ReasonForm(request.POST or None), page)


def unlock(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Open a locked account before its time."""
    membership = _colleague(request, membership_id)
    act = _acting(request, actions.unlock_account, membership_id=membership_id)
    page = FormPage(f"Unlock the account of {membership.person}", "Unlock", _back(membership), act)
    return form_page(request, ReasonForm(request.POST or None), page)


def _colleague(request: HttpRequest, membership_id: UUID) -> Membership:
    found = colleagues(request.actor.organisation_id)  # type: ignore[attr-defined]  # ours
    return get_object_or_404(found, pk=membership_id)


def _back(membership: Membership) -> str:
    return reverse("parties:member", args=[membership.pk])


def _acting(request: HttpRequest, action: Any, **about: UUID) -> Any:
    """The action with who, when and about what filled in; the form's data gives the rest."""
    return lambda data: action(**about, **data, by=request.actor, at=now())  # type: ignore[attr-defined]

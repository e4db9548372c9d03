"""The own account: for whom one acts, what one is called, the statement that goes before a signature."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kernel.clock import now
from parties import actions
from parties.accountability import STATEMENT, is_accepted, statement_hash
from parties.forms import ChallengeForm, ProfileForm, ProofForm
from parties.identity import ToSign
from parties.middleware import choose_organisation
from parties.models import Person
from parties.outside.proof import passkey_options
from parties.proving import prove
from parties.queries import absences, door_records, open_challenge
from parties.views.pages import FormPage, form_page


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Act for another of the own organisations."""
    wanted = request.POST.get("membership", "")
    memberships = request.memberships  # type: ignore[attr-defined]  # ours
    if wanted not in {str(membership.pk) for membership in memberships}:
        raise Http404
    choose_organisation(request, wanted)
    return redirect("/")


def profile(request: HttpRequest) -> HttpResponse:
    """Name, time zone, what happened at the door, and the state of the statement."""
    person, by = cast("Person", request.user), request.actor  # type: ignore[attr-defined]  # ours
    form = ProfileForm(request.POST or None, initial={"name": person.name, "time_zone": person.time_zone})
    page = FormPage(
        title="Profile",
        button="Save",
        done=reverse("profile"),
        act=lambda data: actions.change_profile(**data, by=by, reason="", at=now()),
        template="parties/profile.html",
    )
    values = {
        "records": door_records(by.person_id)[:20],
        "absences": absences(by.organisation_id, [by.person_id]) if by.organisation_id else [],
        "absence_url": reverse("parties:state_absence"),
        "is_accountable": is_accepted(person.accountable_since),
    }
    return form_page(request, form, page, **values)


def accountability(request: HttpRequest) -> HttpResponse:
    """The statement of accountability; afterwards back to what was to be signed."""
    by = request.actor  # type: ignore[attr-defined]  # ours

    def act(data: dict[str, Any]) -> None:
        actions.accept_accountability(by=by, proof=prove(request, data), at=now())

    page = FormPage("Accountability", "I accept", _back(request), act, template="parties/accountability.html")
    values = {
        "statement": STATEMENT,
        "since": request.user.accountable_since,  # type: ignore[union-attr]  # a Person: log-in is required
        "items": (ToSign(by.person_id, statement_hash(), ("acknowledged",), label="Statement of accountability"),),
        "next": request.GET.get("next", ""),
    }
    return form_page(request, ProofForm(request.POST or None), page, **values)


@require_POST
def passkey(request: HttpRequest) -> JsonResponse:
    """What a passkey is to sign for the challenge that the page carries."""
    person = cast("Person", request.user)
    form = ChallengeForm(request.POST)
    found = open_challenge(form.cleaned_data["challenge"], person.pk) if form.is_valid() else None
    if found is None:
        raise Http404
    return JsonResponse(passkey_options(person, found.digest))


def _back(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else reverse("profile")

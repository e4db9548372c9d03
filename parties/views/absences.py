"""Who is away: stated by oneself on the profile, or by an administrator for a colleague."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from kernel.clock import now
from parties import actions
from parties.forms import AbsenceForm, ReasonForm
from parties.models import Absence, Person
from parties.queries import absences, colleagues, possible_covers
from parties.rules import check_may, check_states_absence
from parties.views.pages import FormPage, form_page

NOTE = (
    "Days in the company’s time zone. The cover gets the notices and mails meant for the person. "
    "Cover gives no authority: to sign, the cover must hold one of the roles."
)


def state(request: HttpRequest) -> HttpResponse:
    """The own absence."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    return _state(request, by.company_id, by.person_id, "State an absence", reverse("profile"))


def state_for(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """A colleague's, by an administrator."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    membership = get_object_or_404(colleagues(by.organisation_id), pk=membership_id)
    check_may(by, "parties.roles", None, "state an absence for a colleague")
    back = reverse("parties:member", args=[membership.pk])
    return _state(request, by.company_id, membership.person_id, f"Absence of {membership.person}", back)


def end(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """Back, or not gone."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    absence = get_object_or_404(absences(by.organisation_id), pk=absence_id)
    check_states_absence(by, absence.person_id)
    page = FormPage(
        title=f"End the absence of {absence.person}",
        button="End it",
        done=_back(absence, by.person_id),
        act=lambda data: actions.end_absence(absence_id=absence_id, **data, by=by, at=now()),
    )
    return form_page(request, ReasonForm(request.POST or None), page)


def _state(request: HttpRequest, company_id: UUID, person_id: UUID, title: str, done: str) -> HttpResponse:
    by = request.actor  # type: ignore[attr-defined]  # ours
    form = AbsenceForm(_choices(possible_covers(company_id, person_id)), request.POST or None)

    def act(data: dict[str, Any]) -> None:
        actions.state_absence(person_id=person_id, **data, by=by, at=now())

    return form_page(request, form, FormPage(title, "State it", done, act, NOTE))


def _choices(people: list[Person]) -> list[tuple[str, str]]:
    return [(str(person.pk), person.name) for person in people]


def _back(absence: Absence, person_id: UUID) -> str:
    if absence.person_id == person_id:
        return reverse("profile")
    membership = colleagues(absence.organisation_id).filter(person_id=absence.person_id).first()
    return reverse("parties:member", args=[membership.pk]) if membership else reverse("parties:people")

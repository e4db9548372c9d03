"""What a person needs to sign: statement, factors, training, delegations; and who was trained, who lends to whom."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kernel.clock import now
from parties import actions
from parties.accountability import is_accepted
from parties.administration import tabs
from parties.forms import DelegationForm, ReasonForm, TrainingForm
from parties.middleware import choose_delegation
from parties.models import Delegation, Person
from parties.outside.proof import factors_of
from parties.proving import is_first
from parties.queries import (
    colleagues,
    companies_partnerships,
    delegations,
    held_delegations,
    is_delegation_live,
    trainings,
)
from parties.rules import check_acts_for_company, check_may
from parties.signing_choices import meaning_labels, products_of
from parties.views.pages import FormPage, form_page

MINE, TRAINING = "parties:my_signing", "parties:training"


@require_safe
def my_signing(request: HttpRequest) -> HttpResponse:
    """Whether one may sign, with what, and whose authority one holds."""
    by, person = request.actor, cast("Person", request.user)  # type: ignore[attr-defined]  # ours
    check_acts_for_company(by)
    company = by.company_id
    values = {
        "is_accountable": is_accepted(person.accountable_since),
        "factors": factors_of(person),
        "needs_both": is_first(request),
        "trainings": trainings(company, [person.pk]),
        "held": [_row(row, by) for row in held_delegations(company, person.pk)],
        "given": [_row(row, by) for row in delegations(company).filter(delegator_id=person.pk)],
    }
    return render(request, "parties/my_signing.html", values)


def _row(delegation: Delegation, by: Any) -> dict[str, Any]:
    known = dict(products_of(delegation.organisation_id)) if delegation.products else {}
    return {
        "delegation": delegation,
        "meanings": ", ".join(meaning_labels(delegation.meanings)).lower(),
        "products": ", ".join(known.get(str(product), "a product that has ended") for product in delegation.products),
        "is_live": is_delegation_live(delegation, now()),
        "is_used": by.delegation_id == delegation.pk,
    }


def delegate(request: HttpRequest) -> HttpResponse:
    """Lend the own authority, within limits."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    check_acts_for_company(by)
    form = DelegationForm(_choices(by.company_id, by.person_id), request.POST or None)

    def act(data: dict[str, Any]) -> None:
        who, reason = data.pop("delegate_id"), data.pop("reason")
        actions.delegate(delegate_id=who, limits=actions.Limits(**data), by=by, reason=reason, at=now())

    note = "It is judged again at each signature, and never reaches beyond your own roles. It cannot be lent on."
    return form_page(request, form, FormPage("Lend your authority to sign", "Lend it", reverse(MINE), act, note))


def _choices(company_id: UUID, person_id: UUID) -> dict[str, list[tuple[str, str]]]:
    people = [(str(m.person_id), m.person.name) for m in colleagues(company_id) if m.person_id != person_id]
    return {
        "delegate_id": people,
        "partnership_id": [
            ("", "Every partnership"),
            *((str(p.pk), str(p)) for p in companies_partnerships(company_id)),
        ],
        "products": products_of(company_id),
    }


def end_delegation(request: HttpRequest, delegation_id: UUID) -> HttpResponse:
    """What was lent gives nothing from now on."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    found = get_object_or_404(delegations(by.organisation_id), pk=delegation_id)
    own = by.person_id in (found.delegator_id, found.delegate_id)
    page = FormPage(
        title=f"End the delegation {found}",
        button="End it",
        done=reverse(MINE if own else TRAINING),
        act=lambda data: actions.end_delegation(delegation_id=found.pk, **data, by=by, at=now()),
    )
    return form_page(request, ReasonForm(request.POST or None), page)


@require_POST
def act_under(request: HttpRequest, delegation_id: UUID) -> HttpResponse:
    """From now on what one signs may rest on this delegation."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    found = get_object_or_404(held_delegations(by.organisation_id, by.person_id), pk=delegation_id)
    choose_delegation(request, found.pk)
    return redirect(MINE)


@require_POST
def act_alone(request: HttpRequest) -> HttpResponse:
    """Back to the own authority."""
    choose_delegation(request, None)
    return redirect(MINE)


@require_safe
def training(request: HttpRequest) -> HttpResponse:
    """Who was trained on what until when, and who lends to whom."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    check_may(by, "parties.train", None, "see the training of people")
    values = {
        "tabs": tabs(request),
        "trainings": trainings(by.company_id),
        "today": now().date(),
        "lent": [_row(row, by) for row in delegations(by.company_id)],
    }
    return render(request, "parties/training.html", values)


def record_training(request: HttpRequest) -> HttpResponse:
    """A colleague was trained."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    check_may(by, "parties.train", None, "record training")
    people = [(str(m.person_id), m.person.name) for m in colleagues(by.company_id) if m.person_id != by.person_id]
    form = TrainingForm(people, request.POST or None)
    page = FormPage(
        title="Record training",
        button="Record it",
        done=reverse(TRAINING),
        act=lambda data: actions.record_training(**data, by=by, at=now()),
        note="Who has no current training on a function cannot sign it (21 CFR 11.10(i)).",
    )
    return form_page(request, form, page)


def end_training(request: HttpRequest, training_id: UUID) -> HttpResponse:
    """It counts no more."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    found = get_object_or_404(trainings(by.organisation_id), pk=training_id)
    check_may(by, "parties.train", None, "take training back")
    page = FormPage(
        title=f"Take back: {found}",
        button="Take it back",
        done=reverse(TRAINING),
        act=lambda data: actions.end_training(training_id=found.pk, **data, by=by, at=now()),
        danger=True,
    )
    return form_page(request, ReasonForm(request.POST or None), page)

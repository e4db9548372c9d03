"""Return, withdraw: one page a step that says what it will do before it does it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from evidence.actions.review import return_pack, withdraw_pack
from evidence.forms import ReasonForm
from evidence.models import Pack
from evidence.presentation.questions import questions
from evidence.views.fetching import one_pack
from kernel.clock import now
from kernel.states import check_move
from parties.refusals import refusable, status_after


@dataclass(frozen=True, slots=True)
class Step:
    """The words of a step's page, and what it does."""

    verb: str
    title: str
    button: str
    effect: str
    done: str
    action: Callable[..., Pack]
    form: type[forms.Form]
    is_destructive: bool = False


RETURN = Step(
    "return",
    "Return version {version} of lot {lot}",
    "Return to the CMO",
    "Sends the pack back with your question. The CMO's hand-off clock runs again; the answer is a new version.",
    "returned to the CMO",
    return_pack,
    ReasonForm,
)
WITHDRAW = Step(
    "withdraw",
    "Withdraw version {version} of lot {lot}",
    "Withdraw the pack",
    "Takes the version back before anybody reviews it. It stays on record with your reason; the lot needs a new one.",
    "withdrawn",
    withdraw_pack,
    ReasonForm,
    is_destructive=True,
)


@login_required
def return_(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    return _taken(request, pack_id, RETURN)


@login_required
def withdraw(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    return _taken(request, pack_id, WITHDRAW)


def _taken(request: HttpRequest, pack_id: UUID, step: Step) -> HttpResponse:
    pack = one_pack(pack_id)
    by = request.actor  # type: ignore[attr-defined]  # ours
    if request.method != "POST":
        check_move(pack, step.verb, by=by, reason="asked for the page", signed=True)
    form = step.form(request.POST if request.method == "POST" else None, initial=_initial(pack, step))
    if form.is_valid():
        with refusable(request, form, pack):
            step.action(pack_id=pack.pk, by=by, at=now(), **form.cleaned_data)
            messages.success(request, f"Version {pack.version} of lot {pack.lot.number} is {step.done}.")
            return redirect("evidence:builder", pack.lot_id)
    title = step.title.format(version=pack.version, lot=pack.lot.number)
    words = {"pack": pack, "lot": pack.lot, "step": step, "title": title, "form": form, "back": _back(pack, step)}
    return render(request, "evidence/step.html", words, status=status_after(request))


def _initial(pack: Pack, step: Step) -> dict[str, Any]:
    """A return begins with the questions that the reviewer has marked already."""
    return {"reason": questions(pack)} if step.verb == "return" else {}


def _back(pack: Pack, step: Step) -> str:
    if step.verb == "withdraw":
        return reverse("evidence:builder", args=[pack.lot_id])
    return reverse("evidence:review", args=[pack.pk])

"""One page for every step of a lot: what it will do, its form, and the refusal where it may not be taken."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from kernel.states import check_move
from lots.models import Lot
from lots.queries import lot as one_lot
from lots.rules import check_may
from parties.refusals import refusable, status_after


@dataclass(frozen=True, slots=True)
class Step:
    """The words of a page: `title` has a place for the lot's number; `effect` says what the step will do."""

    verb: str
    title: str
    button: str
    effect: str
    is_destructive: bool = False
    permission: str = ""
    """Where the step is no move of the lot's state."""


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the posted fields, also when all are empty; nothing on the way in."""
    return request.POST if request.method == "POST" else None


def taken(
    request: HttpRequest, lot_id: UUID, step: Step, form: forms.Form, act: Callable[[dict[str, Any]], Any]
) -> HttpResponse:
    """Show the step's page, or take the step and go to the lot. Nobody opens a page of a step not his to take."""
    lot = one_lot(lot_id)
    if request.method != "POST":
        with refusable(request, None, lot):
            _check_is_open(lot, step, request)
    elif form.is_valid():
        with refusable(request, form, lot):
            _check_is_open(lot, step, request)
            act(form.cleaned_data)
        if form.is_valid():
            messages.success(request, f"{step.button}: done for {lot}.")
            return redirect(lot)
    words = {"title": step.title.format(lot.number), "step": step, "lot": lot, "form": form}
    return render(request, "lots/step.html", words, status=status_after(request))


def _check_is_open(lot: Lot, step: Step, request: HttpRequest) -> None:
    by = request.actor  # type: ignore[attr-defined]  # ours
    if step.permission:
        check_may(by, step.permission, lot, step.button.lower())
    else:
        check_move(lot, step.verb, by=by, reason="asked for the page", signed=True)

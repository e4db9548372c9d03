"""What these pages have in common: a form that does one thing, and the tabs of the administration."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kernel.errors import Forbidden
from kernel.scope import Actor
from parties.refusals import refusable

TABS = (
    ("parties:people", "People", "parties.roles"),
    ("parties:partners", "Partners", "parties.partner"),
    ("parties:auditors", "Auditors", "parties.grant"),
    ("parties:keys", "Keys", "parties.keys"),
    ("parties:sites", "Sites", "parties.sites"),
)


@dataclass(frozen=True, slots=True)
class FormPage:
    """One form, one action: `act` gets the cleaned data; `note` says beforehand what will happen."""

    title: str
    button: str
    done: str
    act: Callable[[dict[str, Any]], object]
    note: str = ""
    danger: bool = False
    template: str = "parties/form.html"
    row: object = None


def form_page(request: HttpRequest, form: forms.Form, page: FormPage, **values: Any) -> HttpResponse:
    """Show the form; on POST do its action and go on, or show it again with the refusal's sentence."""
    if request.method == "POST" and form.is_valid():
        with refusable(request, form, page.row):
            page.act(form.cleaned_data)
            return redirect(page.done)
    return render(request, page.template, {"form": form, "page": page, **values})


def held(actor: Actor) -> frozenset[str]:
    """All that the actor may do anywhere: decides which pages are offered, never what is allowed."""
    return actor.own_permissions | actor.sponsor_permissions | actor.cmo_permissions


def administration(request: HttpRequest) -> HttpResponse:
    """The first of the tabs that this person has a use for."""
    offered = tabs(request)
    if not offered:
        raise Forbidden("Your role has no part in the administration.", "21 CFR 11.10(g)")
    return redirect(offered[0]["url"])


def tabs(request: HttpRequest) -> list[dict[str, Any]]:
    """The administration's tabs that this person has a use for."""
    actor, here = request.actor, request.resolver_match.view_name  # type: ignore[union-attr, attr-defined]
    offered = [(name, label) for name, label, needed in TABS if needed in held(actor)]
    return [{"label": label, "url": reverse(name), "active": name == here} for name, label in offered]

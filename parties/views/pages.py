"""What these pages have in common: a form that does one thing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kernel.errors import Forbidden
from parties.administration import tabs
from parties.refusals import refusable


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


def administration(request: HttpRequest) -> HttpResponse:
    """The first of the tabs that this person has a use for."""
    offered = tabs(request)
    if not offered:
        raise Forbidden("Your role has no part in the administration.", "21 CFR 11.10(g)")
    return redirect(offered[0]["url"])

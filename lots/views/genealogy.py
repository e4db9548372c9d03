"""Stating which lot went into which: rows of a file or typed, tried first."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kernel.clock import now
from lots import actions, rules
from lots.forms import GenealogyForm
from lots.queries.naming import planned
from parties.refusals import refusable, status_after


def genealogy(request: HttpRequest) -> HttpResponse:
    """First a trial that keeps nothing, then the same rows for good."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    rules.check_may_link(by, by.company_id)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form, tried = GenealogyForm(*posted), None
    if form.is_valid():
        rows = form.cleaned_data["stated"]
        with refusable(request, form, None):
            if "take" in request.POST:
                edges = actions.import_genealogy(
                    organisation_id=by.company_id, rows=rows, by=by, reason=form.cleaned_data["reason"], at=now()
                )
                messages.success(request, f"{len(edges)} steps between lots are on record.")
                return redirect("lots:genealogy")
            tried = planned(by.company_id, rows)
    is_sound = bool(tried) and not any(one.problem for one in tried or ())
    page = {"form": form, "tried": tried, "text": form.text if tried else "", "is_sound": is_sound}
    return render(request, "lots/genealogy.html", page, status=status_after(request))

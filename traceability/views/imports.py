"""Importing records of other systems on a page: first a trial that keeps nothing, then for good."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kernel.clock import now
from kernel.errors import Forbidden
from kernel.scope import Actor
from parties.queries import partnerships
from parties.refusals import refusable, status_after
from traceability import actions
from traceability.forms import ImportForm


def import_records(request: HttpRequest) -> HttpResponse:
    """Read an EPCIS document or a tracing network."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    pairs = [pair for pair in partnerships() if by.may("traceability.feed", pair)]
    if not pairs and not by.may("traceability.capture"):
        raise Forbidden("Your role does not allow you to import records of goods.", "21 CFR 11.10(g)")
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form, tried = ImportForm(*posted, pairs=pairs), None
    if form.is_valid():
        is_trial = "take" not in request.POST
        pair = next((pair for pair in pairs if pair.pk == form.cleaned_data["partnership"]), None)
        with refusable(request, form, pair):
            outcome = _imported(form.cleaned_data, pair.pk if pair else None, by, is_trial=is_trial)
            if not is_trial:
                messages.success(request, _said(outcome))
                return redirect("traceability:trace")
            tried = outcome
    page = {"form": form, "tried": tried, "said": _said(tried) if tried else ""}
    return render(request, "traceability/import_records.html", page, status=status_after(request))


def _imported(given: dict[str, Any], partnership_id: UUID | None, by: Actor, *, is_trial: bool) -> dict[str, Any]:
    content = given["content"]
    if given["kind"] == "network":
        return actions.import_network(content=content, by=by, reason="", at=now(), is_trial=is_trial)
    document, _ = actions.capture(
        content=content, partnership_id=partnership_id, by=by, reason="", at=now(), is_trial=is_trial
    )
    outcome: dict[str, Any] = document.outcome
    return outcome | outcome["effects"]


def _said(outcome: dict[str, Any]) -> str:
    if "events" not in outcome:
        return (
            f"{outcome['lots']} lots read, {outcome['lots_entered']} of them new; "
            f"{outcome['edges_stated']} of {outcome['links']} relations are new."
        )
    new = sum(1 for event in outcome["events"] if event["standing"] == "new")
    lines = len(outcome["feed_lines"])
    return (
        f"{len(outcome['events'])} events read, {new} of them new; {outcome['edges_stated']} relations of lots stated, "
        f"{outcome['edges_ended']} ended, {lines} shipments compared with the permits."
    )

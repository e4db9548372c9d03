"""Feeds of shipments on pages: what was handed in, and handing in a file, tried first."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kernel.clock import now
from kernel.errors import Forbidden
from parties.queries import partnerships
from parties.refusals import refusable, status_after
from traceability import actions, rules
from traceability.forms import FeedForm
from traceability.models import Standing
from traceability.queries.feeds import feed_lines, matches

SHOWN = 200


@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """The newest lines; `?only=open` those that no permit answers for."""
    only = request.GET.get("only", "")
    by = request.actor  # type: ignore[attr-defined]  # ours
    page = {
        "lines": feed_lines(only=only if only in ("open", *Standing.values) else "")[:SHOWN],
        "only": only,
        "most": SHOWN,
        "may_add": any(by.may("traceability.feed", pair) for pair in partnerships()),
    }
    return render(request, "traceability/feeds.html", page)


def add_feed(request: HttpRequest) -> HttpResponse:
    """Read a file: first a trial that keeps nothing, then the same lines for good."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    pairs = [pair for pair in partnerships() if by.may("traceability.feed", pair)]
    if not pairs:
        raise Forbidden("Your role does not allow you to hand in a feed of shipments.", "21 CFR 11.10(g)")
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form, tried = FeedForm(*posted, pairs=pairs), None
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("feed", "lines")}
        pair = next(pair for pair in pairs if pair.pk == form.cleaned_data["partnership"])
        with refusable(request, form, pair):
            if "take" in request.POST:
                rows = actions.record_feed(partnership_id=pair.pk, by=by, reason="", at=now(), **given)
                messages.success(request, _said(rows))
                return redirect("traceability:feeds")
            rules.check_feed(given["feed"], given["lines"], now())
            tried = list(zip(given["lines"], matches(pair.pk, given["feed"].strip(), given["lines"]), strict=True))
    page = {"form": form, "tried": tried, "text": form.text if tried else ""}
    return render(request, "traceability/add_feed.html", page, status=status_after(request))


def _said(rows: list[Any]) -> str:
    wrong = [row for row in rows if row.standing != Standing.PERMITTED]
    if not wrong:
        return f"{len(rows)} lines read: each left on a permit."
    numbers = sorted({row.event_number for row in wrong if row.event_number})
    opened = f" See {', '.join(numbers)}." if numbers else ""
    return f"{len(rows)} lines read, {len(wrong)} of them without a permit or of an unknown lot.{opened}"

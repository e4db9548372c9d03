"""One version of a master: what was said about it, and which lots it concerns."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from masters.queries import said_about
from workspace.queries.exported_versions import LOT_HEADS, exported_lots
from workspace.queries.under_versions import ASKED, Asked, asked_version, lots_asked
from workspace.views.sheets import sent


@require_safe
def version(request: HttpRequest, master_version_id: UUID) -> HttpResponse:
    """`?ask=straddling`: the lots across its beginning; `under` (as without it) or `before_approval` likewise."""
    asked, question = asked_version(master_version_id), request.GET.get("ask", "under")
    if question not in ASKED:
        raise Http404
    page = {
        "asked": asked,
        "version": asked.version,
        "product": asked.version.product,
        "said": list(said_about(asked.kind, [row.pk for row in asked.rows])),
        "question": question,
        "tabs": _tabs(asked, question),
        "lots": lots_asked(asked, question, after=request.GET.get("after", "")),
        "may_correct": _may_correct(request, asked),
    }
    return render(request, "workspace/version.html", page)


def _tabs(asked: Asked, question: str) -> list[dict[str, Any]]:
    url = reverse("workspace:version", args=[asked.version.pk])
    return [{"label": label, "url": f"{url}?ask={code}", "active": code == question} for code, label in ASKED.items()]


def _may_correct(request: HttpRequest, asked: Asked) -> bool:
    actor: Any = request.actor  # type: ignore[attr-defined]  # ours
    is_sponsor = actor.side(asked.version) == "sponsor"
    return bool(asked.version.recorded_until is None and is_sponsor and actor.may("masters.approve", asked.version))


@require_safe
def version_lots(request: HttpRequest, master_version_id: UUID, form: str) -> HttpResponseBase:
    """The answer as CSV or XLSX, at most 10 000 lots; who took it is noted."""
    asked, question = asked_version(master_version_id), request.GET.get("ask", "under")
    if question not in ASKED:
        raise Http404
    name = f"{asked.version.number}-v{asked.version.version}-{question}".replace("/", "-")
    return sent(request, "Lots", LOT_HEADS, exported_lots(asked, question), form, asked.version, name)

"""The clerk changes the approved text: what is in force stands in the fields, only what changes is typed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from change_control import actions, queries
from change_control.content import content_of
from change_control.editing import edited, sections_of
from change_control.forms import drafted
from kernel.clock import now
from masters.models import MasterKind
from masters.queries import content_of_version
from masters.written import UnreadableContentError
from parties.refusals import refusable, status_after


@login_required
def content(request: HttpRequest, change_id: UUID, master_kind: str) -> HttpResponse:
    change, kind = queries.change(change_id), master_kind
    now_held = queries.version_now(change.product_id, kind) if kind in MasterKind.values else None
    if now_held is None:
        raise Http404
    value = content_of(change) if change.kind == kind else content_of_version(now_held)
    problem, shown = "", value
    if request.method == "POST":
        try:
            shown = edited(value, request.POST.dict())
        except UnreadableContentError as error:
            problem = f"{error} Write a plain figure, or the text as it shall stand."
        else:
            with refusable(request, None, change):
                draft = drafted(change, kind=kind, content=shown)
                actions.revise(change_id=change.pk, content=draft, by=request.actor, reason="", at=now())  # type: ignore[attr-defined]  # ours
            messages.success(request, f"{change.number} says what changes. Submit it when it is whole.")
            return redirect("change_control:change", change.pk)
    page: dict[str, Any] = {"change": change, "version": now_held, "problem": problem, "kind": MasterKind(kind).label}
    page["sections"] = _typed(sections_of(shown), request) if problem else sections_of(shown)
    return render(request, "change_control/content.html", page, status=400 if problem else status_after(request))


def _typed(sections: list[Any], request: HttpRequest) -> list[dict[str, Any]]:
    """The fields with what was typed, after something could not be read."""
    return [
        {
            "title": section.title,
            "columns": section.columns,
            "rows": [
                [
                    {"name": cell.name, "label": cell.label, "value": request.POST.get(cell.name, cell.value)}
                    for cell in row
                ]
                for row in section.rows
            ],
        }
        for section in sections
    ]

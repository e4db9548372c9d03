"""The auditor's room: time-boxed, read-only, everything that is opened is noted."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from kernel.clock import now
from kernel.errors import Forbidden
from parties.models import AuditorGrant
from parties.refusals import refusable
from records.actions import note_access
from workspace import actions
from workspace.queries.heads import Standing, standings
from workspace.queries.requests import requests_seen, requests_under
from workspace.queries.room import grants_given, grants_of, lots_under, opened_by_auditors, own_reports


@require_safe
def room(request: HttpRequest) -> HttpResponse:
    """For an auditor: the open grants and their lots. For those who grant: who may look, and what was opened."""
    by, at = request.actor, now()  # type: ignore[attr-defined]  # ours
    held = by.own_permissions | by.sponsor_permissions | by.cmo_permissions
    if "records.read" in held:
        return _for_auditor(request)
    if "parties.grant" not in held:
        raise Forbidden("The auditor’s room is for auditors and for those who grant them access.", "21 CFR 11.10(d)")
    asked = list(requests_seen().exclude(asked_by_id=by.person_id)[:50])
    page = {"grants": grants_given(by), "requests": asked, "opened": opened_by_auditors(by), "at": at}
    return render(request, "workspace/room/given.html", page)


@require_POST
def package(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """Everything that the access shows, sealed; a worker makes it."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    grant = get_object_or_404(AuditorGrant, pk=grant_id, person_id=by.person_id)
    with refusable(request, None, grant):
        actions.request_audit_package(grant_id=grant.pk, by=by, reason="", at=now())
    messages.success(request, "The package is being made. You can leave this page; it is kept here and in your inbox.")
    return redirect("workspace:room")


def _for_auditor(request: HttpRequest) -> HttpResponse:
    by, at = request.actor, now()  # type: ignore[attr-defined]  # ours
    grants = grants_of(by, at)
    chosen = request.GET.get("grant", "")
    current = next((g for g in grants if str(g.grant.pk) == chosen), None if chosen else next(iter(grants), None))
    if chosen and current is None:
        raise Http404
    lots, latest = None, list[Standing]()
    number = request.GET.get("number", "").strip().replace("\x00", "")
    if current is not None and current.is_open and current.pair is not None:
        places = {name: request.GET.get(name, "") for name in ("after", "before")}
        lots, latest = lots_under(current.pair, number=number, **places), standings([current.pair.pk])
        note_access(by=by, what=f"List of lots of {current.pair}", subject=current.pair, at=at)
    page = {
        "grants": grants,
        "current": current,
        "lots": lots,
        "number": number,
        "reports": own_reports(by),
        "standings": latest,
        "requests": list(requests_under(current.grant.pk)) if current and current.is_open else [],
        "at": at,
    }
    return render(request, "workspace/room/auditor.html", {**page, "standings": latest})

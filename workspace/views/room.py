"""The auditor's room: time-boxed, read-only, everything that is opened is noted."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kernel.clock import now
from kernel.errors import Forbidden
from records.actions import note_access
from workspace.queries.heads import Standing, standings
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
    page = {"grants": grants_given(by), "opened": opened_by_auditors(by), "at": at}
    return render(request, "workspace/room/given.html", page)


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
    }
    return render(request, "workspace/room/auditor.html", {**page, "standings": latest})

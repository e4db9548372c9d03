"""The scope of a question: the table that is the record, and the same as files."""

from tempfile import SpooledTemporaryFile
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kernel.clock import now
from lots.models import ComponentLot
from parties.queries import partnerships
from records.actions import note_access
from traceability.forms import ScopeForm
from traceability.outside.scope_files import write_scope_csv, write_scope_xlsx
from traceability.queries.recalled import content_of
from traceability.queries.scope import Scope, scope_of
from traceability.recalling.shown import picture_of
from traceability.scoping.values import Sure

SHOWN = 200
_IN_MEMORY = 2 * 1024 * 1024
TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@require_safe
def scope(request: HttpRequest) -> HttpResponse:
    """Ask, and see every lot with its class, its proof and where it is."""
    form = ScopeForm(request.GET or None)
    by = request.actor  # type: ignore[attr-defined]  # ours
    found = _answered(form) if form.is_valid() else None
    page: dict[str, Any] = {"form": form, "found": found, "query": request.GET.urlencode(), "most": SHOWN}
    if found:
        page["asked"] = [(name, value) for name, values in request.GET.lists() for value in values]
        page["picture"] = picture_of(content_of(found))
        page["may_open"] = "traceability.recall_signal" in by.sponsor_permissions | by.cmo_permissions
        page["classes"] = [(sure, len(rows), rows[:SHOWN]) for sure in Sure if (rows := found.of(sure))]
    return render(request, "traceability/scope.html", page, status=400 if form.is_bound and found is None else 200)


@require_safe
def scope_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """All rows as CSV or XLSX; who took them is noted. The SHA-256 of the file stands in its header."""
    asked = ScopeForm(request.GET)
    if form not in TYPES:
        raise Http404
    if not asked.is_valid():
        return redirect(f"/trace/scope/?{request.GET.urlencode()}")
    file: Any = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the response closes it
    digest = (write_scope_csv if form == "csv" else write_scope_xlsx)(_answered(asked), file)
    at = now()
    for pair in partnerships():
        note_access(by=request.actor, what=f"Recall scope as {form.upper()}, SHA-256 {digest}", subject=pair, at=at)  # type: ignore[attr-defined]  # ours
    name = f"scope-{at:%Y-%m-%dT%H%M}.{form}"
    return FileResponse(
        file, as_attachment=True, filename=name, content_type=TYPES[form], headers={"X-Content-SHA256": digest}
    )


def _answered(form: ScopeForm) -> Scope:
    try:
        return scope_of(form.question(), form.cleaned_data["known_at"])
    except ComponentLot.DoesNotExist:
        raise Http404 from None

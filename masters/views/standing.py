"""Suppliers, methods, people, component specifications and equipment: read, download, record from a CSV file."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from kernel.clock import now
from masters import actions
from masters.forms import StandingFileForm
from masters.queries import standing_values
from masters.standing import KINDS, StandingKind
from masters.standing_file import UnreadableFileError, read_rows, write_rows
from parties.queries import whole_partnerships
from parties.refusals import refusable, status_after


@login_required
@require_safe
def standing_overview(request: HttpRequest) -> HttpResponse:
    """Every partnership in scope with its kinds of facts."""
    return render(request, "masters/standing.html", {"pairs": whole_partnerships(), "kinds": KINDS.values()})


@login_required
def standing(request: HttpRequest, partnership_id: UUID, kind: str) -> HttpResponse:
    """The rows of one kind, and a form to record more of them."""
    pair, found = get_object_or_404(whole_partnerships(), pk=partnership_id), _kind(kind)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = StandingFileForm(*posted)
    if form.is_valid() and (values := _read(found, form)) is not None:
        with refusable(request, form, pair):
            changed = actions.record_standing_facts(
                partnership_id=pair.pk, kind=found, values=values, by=request.actor,  # type: ignore[attr-defined]
                reason=form.cleaned_data["reason"], at=now(),
            )  # fmt: skip
            messages.success(request, f"{found.title}: {changed} of {len(values)} rows are new or changed.")
            return redirect("masters:standing", pair.pk, kind)
    values = standing_values(found, pair.pk)
    rows = [[_shown(getattr(value, name)) for name in found.fields] for value in values]
    page = {"pair": pair, "kind": found, "rows": rows, "form": form, "kinds": KINDS.values()}
    return render(request, "masters/standing_kind.html", page, status=status_after(request))


def _shown(cell: object) -> object:
    return "; ".join(cell) if isinstance(cell, tuple) else cell


def _read(kind: StandingKind, form: StandingFileForm) -> tuple[Any, ...] | None:
    """The file's values; what cannot be read stands on the form."""
    try:
        return read_rows(kind, form.cleaned_data["file"])
    except UnreadableFileError as problem:
        form.add_error("file", str(problem))
        return None


@login_required
@require_safe
def standing_file(_request: HttpRequest, partnership_id: UUID, kind: str) -> HttpResponse:
    """What is recorded, as the CSV file that can be uploaded again."""
    pair, found = get_object_or_404(whole_partnerships(), pk=partnership_id), _kind(kind)
    text = write_rows(found, standing_values(found, pair.pk))
    name = f'attachment; filename="{kind}.csv"'
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})


def _kind(name: str) -> StandingKind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]

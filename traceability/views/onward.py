"""Where the sponsor's goods went on to: the record, and a warehouse's list read by its profile, tried first."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kernel.clock import now
from kernel.errors import Forbidden
from parties.refusals import refusable, status_after
from traceability import actions
from traceability.forms import ColumnsForm, OnwardForm
from traceability.lists import Profile, UnreadableListError, likely_columns, read_list, sheets_of
from traceability.models import ListProfile, OnwardShipment

SHOWN = 200


@require_safe
def onward(request: HttpRequest) -> HttpResponse:
    """The newest shipments to direct accounts."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    rows = OnwardShipment.objects.select_related("account", "lot").order_by("-shipped_at", "-id")[:SHOWN]
    page = {"rows": rows, "most": SHOWN, "may_add": by.may("traceability.onward")}
    return render(request, "traceability/onward.html", page)


def add_onward(request: HttpRequest) -> HttpResponse:
    """File, columns, trial, for good: each step carries the file along."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    if not by.may("traceability.onward"):
        raise Forbidden("Your role does not allow you to record where goods went on to.", "21 CFR 11.10(g)")
    form = OnwardForm(*((request.POST, request.FILES) if request.method == "POST" else (None, None)))
    page: dict[str, Any] = {"form": form}
    if form.is_valid():
        source = form.cleaned_data["source"].strip()
        columns, profile = _columns(request, form, source)
        page |= {"columns": columns, "carried": form.carried}
        with refusable(request, form):
            found = _recorded(request, form, source, profile) if profile else None
            if found is not None and "take" in request.POST:
                messages.success(request, f"{len(found)} lines read, {sum(one.is_new for one in found)} of them new.")
                return redirect("traceability:onward")
            page |= {"tried": found}
    return render(request, "traceability/add_onward.html", page, status=status_after(request))


def _columns(request: HttpRequest, form: OnwardForm, source: str) -> tuple[ColumnsForm | None, Profile | None]:
    """What was chosen now, else what was chosen for this list before, else a first guess that the person decides on."""
    kept = ListProfile.objects.filter(source=source).order_by("-version").first()
    profile = Profile.model_validate(kept.columns) if kept else None
    row = (
        int(text) if (text := request.POST.get("header_row", "")).isdigit() else (profile.header_row if profile else 1)
    )
    try:
        headings = sheets_of(form.cleaned_data["content"], file="list")[0].headings(row)
    except UnreadableListError as problem:
        form.add_error("file", " ".join(problem.problems))
        return None, None
    columns = profile.columns if profile else likely_columns(headings)
    initial = {f"column_{name}": heading for name, heading in columns.items()} | {"header_row": row}
    initial |= profile.model_dump(exclude={"columns", "sheet"}) if profile else {}
    chosen = ColumnsForm(request.POST if "columns" in request.POST else None, headings=headings, initial=initial)
    if chosen.is_bound:
        return chosen, chosen.profile if chosen.is_valid() else None
    return chosen, profile


def _recorded(request: HttpRequest, form: OnwardForm, source: str, profile: Profile) -> list[Any] | None:
    by = request.actor  # type: ignore[attr-defined]  # ours
    is_trial = "take" not in request.POST
    try:
        lines = read_list(form.cleaned_data["content"], profile, file="list")
    except UnreadableListError as problem:
        for sentence in problem.problems:
            form.add_error("file", sentence)
        return None
    found = actions.record_onward(source=source, lines=lines, by=by, reason="", at=now(), is_trial=is_trial)
    if not is_trial:
        actions.save_list_profile(source=source, profile=profile, by=by, at=now())
    return found

"""The list of changes, newest first, and one change."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from change_control import queries
from change_control.forms import ChangeFilterForm
from change_control.presentation import change_context
from change_control.views.overview import tabs
from kernel.clock import now
from kernel.keyset import BadCursorError, page_of


@login_required
@require_safe
def change_list(request: HttpRequest) -> HttpResponse:
    form = ChangeFilterForm(request.GET)
    filters = queries.ChangeFilters(**form.cleaned_data) if form.is_valid() else queries.ChangeFilters()
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        page = page_of(queries.changes(filters), order=queries.ORDER, after=after, before=before)
    except BadCursorError:
        page = page_of(queries.changes(filters), order=queries.ORDER)
    may_propose = "change_control.propose" in request.actor.cmo_permissions  # type: ignore[attr-defined]  # ours
    shown = {"tabs": tabs("list"), "filters": form, "page": page, "changes": page.rows, "may_propose": may_propose}
    return render(request, "change_control/list.html", shown)


@login_required
@require_safe
def change_page(request: HttpRequest, change_id: UUID) -> HttpResponse:
    change = queries.change(change_id)
    context = change_context(change, request.actor, now().date())  # type: ignore[attr-defined]  # ours
    return render(request, "change_control/change.html", context)

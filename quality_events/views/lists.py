"""Events as a list, newest first, keyset-paged; and as a board by class and time left."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from kernel.keyset import BadCursorError, page_of
from quality_events.forms import EventFilterForm
from quality_events.queries import EventFilters, filtered
from quality_events.queries.board import board

ORDER = ("-reported_at", "-id")


def event_tabs(active: str) -> list[dict[str, Any]]:
    """The same events as a table and by class and time left."""
    return [
        {"label": label, "url": reverse(f"quality_events:{name}"), "active": name == active}
        for label, name in (
            ("List", "list"),
            ("Board", "board"),
            ("Complaints", "complaints"),
            ("Returns", "returns"),
            ("Corrective actions", "capas"),
        )
    ]


@require_GET
def event_board(request: HttpRequest) -> HttpResponse:
    """Open events by class; what is due first stands first."""
    return render(request, "quality_events/board.html", {"tabs": event_tabs("board"), "columns": board()})


@require_GET
def event_list(request: HttpRequest) -> HttpResponse:
    form = EventFilterForm(request.GET)
    filters = EventFilters(**form.cleaned_data) if form.is_valid() else EventFilters()
    try:
        page = page_of(
            filtered(filters),
            order=ORDER,
            after=request.GET.get("after", ""),
            before=request.GET.get("before", ""),
        )
    except BadCursorError:
        page = page_of(filtered(filters), order=ORDER)
    shown = {"filters": form, "page": page, "events": page.rows, "tabs": event_tabs("list")}
    return render(request, "quality_events/list.html", shown)

"""Open changes by state, and the days on which changes take effect or are reviewed."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from change_control.overview import board, calendar
from kernel.clock import now


def tabs(active: str) -> list[dict[str, object]]:
    """The same changes as a table, by state, and by day."""
    return [
        {"label": label, "url": reverse(f"change_control:{name}"), "active": name == active}
        for label, name in (("List", "list"), ("Board", "board"), ("Calendar", "calendar"))
    ]


@login_required
@require_safe
def change_board(request: HttpRequest) -> HttpResponse:
    return render(request, "change_control/board.html", {"tabs": tabs("board"), "columns": board()})


@login_required
@require_safe
def change_calendar(request: HttpRequest) -> HttpResponse:
    months = calendar(now().date())
    return render(request, "change_control/calendar.html", {"tabs": tabs("calendar"), "months": months})

"""The list of events, newest first, keyset-paged."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kernel.keyset import BadCursorError, page_of
from quality_events.forms import EventFilterForm
from quality_events.queries import EventFilters, filtered

ORDER = ("-reported_at", "-id")


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
    return render(request, "quality_events/list.html", {"filters": form, "page": page, "events": page.rows})

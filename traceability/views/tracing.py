"""Where a component lot went."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from traceability.forms import TraceForm
from traceability.queries import trace as trace_number
from traceability.queries.tracing import MOST_FOUND


@require_safe
def trace(request: HttpRequest) -> HttpResponse:
    """Search a component lot; see the lots that consumed it and the customers they reached."""
    form = TraceForm(request.GET or None)
    number = form.cleaned_data["number"].strip() if form.is_valid() else ""
    found = trace_number(number) if number else []
    page = {"form": form, "number": number, "found": found, "is_cut": len(found) == MOST_FOUND}
    return render(request, "traceability/trace.html", page)

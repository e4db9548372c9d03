"""Search by number."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from workspace.forms import SearchForm
from workspace.queries.search import Hit
from workspace.queries.search import search as find

_PAGES = {"Lot": "workspace:dossier", "Event": "quality_events:event", "Agreement": "agreements:agreement"}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Lots, component lots, events and agreements whose number begins so."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    hits = [_shown(hit) for hit in find(words)] if words else []
    return render(request, "workspace/search.html", {"form": form, "search_words": words, "hits": hits})


def _shown(hit: Hit) -> dict[str, Any]:
    return {"hit": hit, "url": _address(hit)}


def _address(hit: Hit) -> str:
    if hit.kind == "Component lot":
        return f"{reverse('traceability:trace')}?{urlencode({'number': hit.number})}"
    try:
        return reverse(_PAGES[hit.kind], args=[hit.id])
    except NoReverseMatch:
        return ""

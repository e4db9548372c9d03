"""One box over everything: the page of hits, and the searches a person keeps."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kernel.clock import now
from parties.refusals import refusable
from workspace import actions
from workspace.addresses import address
from workspace.forms import SaveSearchForm, SearchForm
from workspace.models import SavedSearch
from workspace.queries.search import Found
from workspace.queries.search import search as find
from workspace.queries.searches import saved_searches

_FACETS = {"kind": "Kind", "holder": "Partnership", "product": "Product", "state": "State", "year": "Year"}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Whatever bears the number or the words: exact numbers first, then beginnings, then words."""
    return _page(request, SearchForm(request.GET))


def _page(request: HttpRequest, form: SearchForm, save_form: SaveSearchForm | None = None) -> HttpResponse:
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = find(words, form.facets()) if words else Found()
    query = _query(form)
    shown = {
        "form": form,
        "search_words": words,
        "found": found,
        "groups": [_group(query, *group) for group in found.groups],
        "facets": _facets(query, found),
        "narrowed": [name for name in (*_FACETS, "since", "until") if query.get(name)],
        "query": query.urlencode(),
        "saved": saved_searches(),
        "save_form": save_form,
    }
    return render(request, "workspace/search.html", shown)


def _query(form: SearchForm) -> QueryDict:
    """What was asked and understood, as an address's query."""
    query = QueryDict(mutable=True)
    if form.is_valid():
        query.update({name: str(value) for name, value in form.cleaned_data.items() if value})
    return query


def _with(query: QueryDict, **changes: str) -> str:
    changed = query.copy()
    for name, value in changes.items():
        changed[name] = value
        if not value:
            del changed[name]
    return "?" + changed.urlencode()


def _group(query: QueryDict, kind: Any, hits: list[Any], count: int) -> dict[str, Any]:
    more = "" if query.get("kind") or count <= len(hits) else _with(query, kind=str(kind))
    rows = [{"hit": hit, "url": address(hit)} for hit in hits]
    return {"kind": kind, "label": kind.label, "rows": rows, "count": count, "more": more}


def _facets(query: QueryDict, found: Found) -> list[dict[str, Any]]:
    """Each facet with its links; the chosen value's link takes it away."""
    facets = []
    for name, label in _FACETS.items():
        chosen = query.get(name, "")
        choices = [
            {
                "choice": choice,
                "active": choice.value == chosen,
                "url": _with(query, **{name: _toggled(choice, chosen)}),
            }
            for choice in found.facets.get(name, [])
        ]
        facets.append({"label": label, "choices": choices, "clear": _with(query, **{name: ""}) if chosen else ""})
    return [facet for facet in facets if facet["choices"] or facet["clear"]]


def _toggled(choice: Any, chosen: str) -> str:
    return "" if choice.value == chosen else choice.value


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the search under a name; back to it."""
    form = SaveSearchForm(request.POST)
    asked = SearchForm(QueryDict(str(request.POST.get("query", ""))[:600]))
    query = _query(asked)
    if form.is_valid():
        by = request.actor  # type: ignore[attr-defined]  # ours
        with refusable(request, form):
            actions.save_search(name=form.cleaned_data["name"], query=query.urlencode(), by=by, at=now())
            return redirect(f"{reverse('search')}?{query.urlencode()}")
    return _page(request, asked, form)


@require_POST
def forget(request: HttpRequest, search_id: UUID) -> HttpResponse:
    get_object_or_404(SavedSearch, pk=search_id)
    by = request.actor  # type: ignore[attr-defined]  # ours
    actions.forget_search(search_id=search_id, by=by, at=now())
    return redirect("search")

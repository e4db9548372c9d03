"""The list of lots, with its filters in the URL."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lots.forms import LotFilterForm
from lots.queries import LotPage, page_of_lots, partners_of
from lots.queries.filtering import label_versions, products_made
from parties.models import Partnership
from parties.queries import partnerships


def filter_form(request: HttpRequest, pairs: Sequence[Partnership]) -> LotFilterForm:
    """The filters of the address, with what this person can choose from."""
    return LotFilterForm(
        request.GET,
        partners=partners_of(pairs, request.actor.organisation_id),  # type: ignore[attr-defined]  # ours
        products=products_made(),
        labels=label_versions(),
    )


@require_safe
def lots(request: HttpRequest) -> HttpResponse:
    """25 lots a page, newest first."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    pairs = list(partnerships())
    form = filter_form(request, pairs)
    page = LotPage([])
    if form.is_valid():
        after, before = request.GET.get("after", ""), request.GET.get("before", "")
        page = page_of_lots(pairs, form.filters(), after=after, before=before)
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    return render(
        request,
        "lots/list.html",
        {
            "form": form,
            "page": page,
            "query": query.urlencode(),
            "may_plan": any(by.may("lots.plan", pair) for pair in pairs),
            "is_filtered": any(form[name].value() for name in form.fields),
        },
    )

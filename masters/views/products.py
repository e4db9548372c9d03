"""Products, and the versions of their masters, to be read."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kernel.clock import now
from kernel.keyset import BadCursorError, page_of
from masters.entering_presentation import may_bring
from masters.label_presentation import label_panels
from masters.queries import chains_of, product, products

ORDER = ("name", "id")


@login_required
@require_safe
def product_list(request: HttpRequest) -> HttpResponse:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        page = page_of(products(), order=ORDER, after=after, before=before)
    except BadCursorError:
        page = page_of(products(), order=ORDER)
    shown = {"page": page, "products": page.rows, "may_bring": may_bring(request.actor)}  # type: ignore[attr-defined]  # ours
    return render(request, "masters/list.html", shown)


@login_required
@require_safe
def product_page(request: HttpRequest, product_id: UUID) -> HttpResponse:
    found = product(product_id)
    may = request.actor.may("masters.draft", found)  # type: ignore[attr-defined]  # ours
    chains = chains_of(found.pk)
    page = {
        "product": found,
        "chains": chains,
        "panels": label_panels(chains),
        "today": now().date(),
        "may_bring": may,
    }
    return render(request, "masters/product.html", page)

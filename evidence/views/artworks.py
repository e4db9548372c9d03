"""Artworks of a product's labels, and two of them side by side."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from evidence.actions.artworks import ask_comparison, keep_artwork
from evidence.actions.files import examine
from evidence.artworks import artworks_of, comparison, comparison_of, file_with, named_as
from evidence.downloads import SANDBOX, stored
from evidence.forms import ArtworkForm
from evidence.models import ArtworkComparison, ComparedPage
from evidence.presentation.artworks import area_rows, drawn
from evidence.rules import SAME_FILE
from kernel.clock import now
from masters.models import Product
from parties.refusals import refusable, status_after


@login_required
def artworks(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """Which artworks are here, whose they are; and one more is put in."""
    product = _product(product_id)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ArtworkForm(*posted)
    by: Any = request.actor  # type: ignore[attr-defined]  # ours
    if form.is_valid():
        file = form.cleaned_data["file"]
        with refusable(request, form, product):
            kept = keep_artwork(product_id=product.pk, file=examine(file.name, file.file), by=by, at=now())
            told = named_as(product.pk, kept.file.sha256) or "named by no version yet"
            messages.success(request, f"{kept.file.name} is kept: {told}.")
            return redirect("evidence:artworks", product.pk)
    versions, others = artworks_of(product.pk)
    page = {
        "product": product, "versions": versions, "others": others, "form": form,
        "may_keep": by.may("masters.draft", product),
    }  # fmt: skip
    return render(request, "evidence/artworks.html", page, status=status_after(request))


@login_required
def compare(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """`?left=SHA-256&right=SHA-256`: what is known of the two at once, and the button that has them compared."""
    product, left, right = _product(product_id), *_hashes(request)
    there = comparison_of(product.pk, left, right)
    if there is not None:
        return redirect("evidence:comparison", there.pk)
    by: Any = request.actor  # type: ignore[attr-defined]  # ours
    if request.method == "POST":
        with refusable(request, None, product):
            asked = ask_comparison(product_id=product.pk, left=left, right=right, by=by, at=now())
        return redirect("evidence:comparison", asked.pk)
    sides = [
        (sha256, named_as(product.pk, sha256), file_with(product.partnership_id, sha256)) for sha256 in (left, right)
    ]
    page = {
        "product": product, "sides": sides, "left": left, "right": right,
        "same": SAME_FILE if left == right else "",
        "can_compare": left != right and all(file for *_, file in sides),
        "may_compare": by.may("masters.draft", product),
    }  # fmt: skip
    return render(request, "evidence/compare_artworks.html", page)


def _hashes(request: HttpRequest) -> tuple[str, str]:
    """Both hashes of the address; anything else is no address."""
    given = [request.GET.get(side, "").lower() for side in ("left", "right")]
    if not all(len(sha256) == 64 and set(sha256) <= set("0123456789abcdef") for sha256 in given):  # noqa: PLR2004
        raise Http404
    return given[0], given[1]


@login_required
@require_safe
def comparison_page(request: HttpRequest, comparison_id: UUID) -> HttpResponse:
    """Left, right, marked; and each area as a row. A fragment while the page waits."""
    try:
        found = comparison(comparison_id)
    except ArtworkComparison.DoesNotExist:
        raise Http404 from None
    pages = list(found.pages.all())
    name = "_comparison" if getattr(request, "htmx", False) else "comparison"
    page = {
        "comparison": found, "product": found.product, "pages": pages, "rows": area_rows(pages),
        "end": getattr(found, "end", None),
        "left_name": named_as(found.product_id, found.left_sha256),
        "right_name": named_as(found.product_id, found.right_sha256),
    }  # fmt: skip
    return render(request, f"evidence/{name}.html", page)


@login_required
@require_safe
def compared_picture(request: HttpRequest, comparison_id: UUID, page: int, side: str) -> HttpResponseBase:
    """One picture as it was drawn; who sees the comparison sees it."""
    found = get_object_or_404(ComparedPage, comparison_id=comparison_id, page=page)
    picture = drawn(found, side)
    if picture is None:
        raise Http404
    return stored(request, picture, policy=SANDBOX, is_attachment=False)


def _product(product_id: UUID) -> Product:
    pairs = Product.objects.select_related("partnership__cmo", "partnership__sponsor")
    return get_object_or_404(pairs, pk=product_id)

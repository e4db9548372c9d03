"""Limits of a trend: a product's tests, one test with its results, and limits to be locked or withdrawn."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from evidence.actions.trends import lock_limits, propose_limits, withdraw_limits
from evidence.content import trend_content
from evidence.forms import ReasonForm
from evidence.models import TrendLimits
from evidence.pack.tolerance import LEAST_POINTS
from evidence.presentation.trends import TestLine, chart_of, stored_points
from evidence.states import TREND, TrendState
from evidence.trend_points import limits_of, points_of, product_tests
from kernel.clock import now
from masters.models import Product, SpecificationTest
from parties.proving import prove
from parties.refusals import refusable, status_after
from records.content import content_hash
from records.forms import SigningForm
from records.queries import shown_all, signatures_of
from records.states import Meaning

WHY = "why:"
"""Begins the names of the fields that leave a result out; its lot and number follow."""


@login_required
@require_safe
def trends(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """Every test of the product, with the limits that count and those that wait."""
    product = _product(product_id)
    tests, found = product_tests(product.pk), list(limits_of(product.pk))
    points = points_of(product, tests)
    lines = [
        TestLine(
            test,
            len(points[test.code]),
            next((limits for limits in found if _is(limits, test.code, TrendState.LOCKED)), None),
            next((limits for limits in found if _is(limits, test.code, TrendState.PROPOSED)), None),
        )
        for test in tests
    ]
    return render(request, "evidence/trends.html", {"product": product, "lines": lines, "least": LEAST_POINTS})


@login_required
def trend(request: HttpRequest, product_id: UUID, test: str) -> HttpResponse:
    """One test: its results, its limits so far, and new ones to be proposed."""
    product = _product(product_id)
    found = next((one for one in product_tests(product.pk) if one.code == test), None)
    if found is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusable(request, form, product):
            limits = propose_limits(
                product_id=product.pk, test=test, left_out=_left_out(request), by=request.actor,  # type: ignore[attr-defined]  # ours
                reason=form.cleaned_data["reason"], at=now(),
            )  # fmt: skip
            messages.success(request, f"The {limits} wait for the sponsor’s signature.")
            return redirect("evidence:limits", limits.pk)
    page = _trend_page(request, product, found) | {"form": form}
    return render(request, "evidence/trend.html", page, status=status_after(request))


def _trend_page(request: HttpRequest, product: Product, test: SpecificationTest) -> dict[str, Any]:
    history = [limits for limits in limits_of(product.pk) if limits.test == test.code]
    locked = next((limits for limits in history if limits.state == TrendState.LOCKED), None)
    points = points_of(product, [test])[test.code]
    return {
        "product": product,
        "test": test,
        "points": [(point, request.POST.get(WHY + point.key, "")) for point in points],
        "chart": chart_of(points, locked),
        "history": history,
        "least": LEAST_POINTS,
        "may_propose": request.actor.may("evidence.propose_limits", product),  # type: ignore[attr-defined]  # ours
    }


def _left_out(request: HttpRequest) -> dict[str, str]:
    given = {name.removeprefix(WHY): why for name, why in request.POST.items() if name.startswith(WHY)}
    return {key: why for key, why in given.items() if isinstance(why, str) and why.strip()}


@login_required
def limits(request: HttpRequest, limits_id: UUID) -> HttpResponse:
    """What the limits rest on; while they are proposed, with the signature that locks them."""
    found = get_object_or_404(TrendLimits.objects.select_related("product", "proposed_by"), pk=limits_id)
    form = SigningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusable(request, form, found):
            lock_limits(
                limits_id=found.pk, proof=prove(request, form.cleaned_data),
                shown_hash=form.cleaned_data["content_hash"], by=request.actor,  # type: ignore[attr-defined]  # ours
                reason=form.cleaned_data["reason"], at=now(),
            )  # fmt: skip
            messages.success(request, f"The {found} are locked.")
            return redirect("evidence:limits", found.pk)
    return render(request, "evidence/limits.html", _limits_page(request, found, form), status=status_after(request))


def _limits_page(request: HttpRequest, found: TrendLimits, form: SigningForm) -> dict[str, Any]:
    content, by = trend_content(found), request.actor  # type: ignore[attr-defined]  # ours
    verbs = {step.verb for step in TREND.available(found, by)}
    return {
        "limits": found,
        "chart": chart_of(stored_points(found), found),
        "content": content,
        "digest": content_hash(content),
        "meaning": Meaning.APPROVED.label,
        "form": form,
        "signatures": shown_all(signatures_of(found.pk), content),
        "withdrawing": ReasonForm(prefix="withdraw"),
        "may_lock": "lock" in verbs and found.proposed_by_id != by.person_id,
        "may_withdraw": "withdraw" in verbs,
    }


@login_required
@require_POST
def withdraw_proposal(request: HttpRequest, limits_id: UUID) -> HttpResponse:
    """The proposal is taken back, with a reason."""
    found = get_object_or_404(TrendLimits, pk=limits_id)
    form = ReasonForm(request.POST, prefix="withdraw")
    if not form.is_valid():
        messages.error(request, "Give a reason for withdrawing the limits.")
        return redirect("evidence:limits", found.pk)
    with refusable(request, None, found):
        by = request.actor  # type: ignore[attr-defined]  # ours
        withdraw_limits(limits_id=found.pk, by=by, reason=form.cleaned_data["reason"], at=now())
        messages.success(request, f"The {found} are withdrawn.")
    return redirect("evidence:limits", found.pk)


def _product(product_id: UUID) -> Product:
    return get_object_or_404(Product.objects.select_related("partnership__cmo", "partnership__sponsor"), pk=product_id)


def _is(limits: TrendLimits, test: str, state: TrendState) -> bool:
    return (limits.test, limits.state) == (test, state)

"""Returned product: the list, the receipt, the page, and each step on it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from evidence.actions.files import examine
from kernel.clock import now
from kernel.keyset import BadCursorError, page_of
from masters.queries import product, products
from parties.proving import prove
from parties.refusals import refusable, status_after
from parties.zones import reading_zone
from quality_events.actions.returns import (
    CameBack,
    decide_return,
    investigate_return,
    receive_return,
    record_return_destruction,
    record_return_review,
    send_back_return,
    sign_return_review,
)
from quality_events.forms.events import EventSigningForm, QuestionForm
from quality_events.forms.problems import first_problem
from quality_events.forms.returns import (
    ConcernedForm,
    DestructionForm,
    ReturnFilterForm,
    ReturnForm,
    ReturnReviewForm,
)
from quality_events.models import ReturnedProduct
from quality_events.presentation.returns import return_context, return_rows
from quality_events.queries.returns import filtered_returns, return_content, returns
from quality_events.rules.complaints import named_lots
from quality_events.states import RETURN
from quality_events.views.lists import event_tabs
from records.content import content_hash
from records.states import Meaning

ORDER = ("-entered_at", "-id")
_CAME_BACK = ("quantity", "returned_by", "why", "words", "condition", "place")


@require_GET
def return_list(request: HttpRequest) -> HttpResponse:
    form = ReturnFilterForm(request.GET)
    found = filtered_returns(form.cleaned_data["state"] if form.is_valid() else "")
    try:
        page = page_of(found, order=ORDER, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    except BadCursorError:
        page = page_of(found, order=ORDER)
    shown = {"filters": form, "page": page, "returns": page.rows, "tabs": event_tabs("returns")}
    return render(request, "quality_events/returns.html", shown)


def came_back(request: HttpRequest) -> HttpResponse:
    """The form at receipt; who asks is the company that has it."""
    chosen = [(str(p.pk), f"{p.name} ({p.partnership.sponsor})") for p in products()]
    form = ReturnForm(
        request.POST or None, products=chosen, zone=reading_zone(request),
        initial={"product": request.GET.get("product", ""), "lot": request.GET.get("lot", "")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        with refusable(request, form):
            returned = _received(form.cleaned_data, request.actor)  # type: ignore[attr-defined]  # ours
            messages.success(request, f"{returned.number} stands in quarantine. Review it.")
            return redirect("quality_events:return", returned.pk)
    return render(request, "quality_events/receive_return.html", {"form": form}, status=status_after(request))


def _received(given: dict[str, Any], by: Any) -> ReturnedProduct:
    about = product(UUID(given["product"]))
    lots = named_lots(about.pk, given["lot"])
    return receive_return(
        product_id=about.pk,
        lot_id=lots[0] if lots else None,
        came_back=CameBack(**{name: given[name] for name in _CAME_BACK}),
        received_at=given["received_at"],
        by=by,
        reason="",
        at=now(),
    )


def return_page(request: HttpRequest, return_id: UUID) -> HttpResponse:
    returned = get_object_or_404(returns().select_related("partnership__sponsor", "certificate"), pk=return_id)
    shown = return_context(returned, request.actor)  # type: ignore[attr-defined]  # ours
    return render(request, "quality_events/return.html", shown)


@require_POST
def return_review(request: HttpRequest, return_id: UUID) -> HttpResponse:
    """Kept; signed on the next page."""
    form = ReturnReviewForm(request.POST)
    return _written(request, return_id, form, record_return_review, dict, "the review is kept. Sign it.")


@require_POST
def return_concerns(request: HttpRequest, return_id: UUID) -> HttpResponse:
    returned = get_object_or_404(ReturnedProduct, pk=return_id)

    def chosen(given: dict[str, Any]) -> dict[str, Any]:
        return {"lot_ids": named_lots(returned.product_id, given["lots"])}

    form = ConcernedForm(request.POST)
    return _written(request, return_id, form, investigate_return, chosen, "the investigation is open.")


@require_POST
def return_back(request: HttpRequest, return_id: UUID) -> HttpResponse:
    form = QuestionForm(request.POST)
    return _written(request, return_id, form, send_back_return, dict, "it is reviewed again.")


@require_POST
def return_destroyed(request: HttpRequest, return_id: UUID) -> HttpResponse:
    def filed(given: dict[str, Any]) -> dict[str, Any]:
        return given | {"certificate": examine(given["certificate"].name, given["certificate"])}

    form = DestructionForm(request.POST, request.FILES)
    return _written(request, return_id, form, record_return_destruction, filed, "the destruction is recorded.")


def _written(
    request: HttpRequest,
    return_id: UUID,
    form: Form,
    action: Callable[..., object],
    values: Callable[[dict[str, Any]], dict[str, Any]],
    said: str,
) -> HttpResponse:
    """The action on what was typed; a refusal is a page of its own, with the way back."""
    returned = get_object_or_404(ReturnedProduct, pk=return_id)
    if not form.is_valid():
        messages.error(request, first_problem(form))
        return redirect("quality_events:return", returned.pk)
    with refusable(request, None, returned):
        given = {"reason": "", **values(form.cleaned_data)}
        by = request.actor  # type: ignore[attr-defined]  # ours
        action(return_id=returned.pk, **given, by=by, at=now())
        messages.success(request, f"{returned.number}: {said}")
    return redirect("quality_events:return", returned.pk)


def sign_return(request: HttpRequest, return_id: UUID, verb: str) -> HttpResponse:
    """Shows exactly what is signed; the password is given here and now."""
    returned = get_object_or_404(returns(), pk=return_id)
    step = RETURN.find(returned.state, verb)
    if step is None or not step.meaning:
        raise Http404
    form = EventSigningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusable(request, form, returned):
            _sign(request, returned, verb, form.cleaned_data)
            messages.success(request, f"{returned.number}: you signed “{step.label}”.")
            return redirect("quality_events:return", returned.pk)
    shown = {"returned": returned, "form": form, "step": step, "rows": return_rows(returned)}
    shown |= {"digest": content_hash(return_content(returned)), "meaning": Meaning(step.meaning).label}
    return render(request, "quality_events/sign_return.html", shown, status=409 if form.errors else 200)


def _sign(request: HttpRequest, returned: ReturnedProduct, verb: str, given: dict[str, Any]) -> None:
    values: dict[str, Any] = {
        "return_id": returned.pk,
        "proof": prove(request, given),
        "shown_hash": given["content_hash"],
        "by": request.actor,  # type: ignore[attr-defined]  # ours
        "reason": given["reason"],
        "at": now(),
    }
    if verb == "review":
        sign_return_review(**values)
    else:
        decide_return(verb=verb, **values)

"""Complaints: the list, the intake, the page, and what is written on it without a signature."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from evidence.actions.files import examine
from kernel.clock import now
from kernel.keyset import BadCursorError, page_of
from masters.queries import product, products
from parties.refusals import refusable, status_after
from parties.zones import reading_zone
from quality_events.actions.adverse import record_follow_up
from quality_events.actions.complaints import Told, attach_label, receive_complaint, record_receipt
from quality_events.actions.reviewing import record_answer, record_review, send_back
from quality_events.actions.screening import record_screen
from quality_events.forms.complaints import (
    AnswerForm,
    ComplaintFilterForm,
    ComplaintForm,
    FollowUpForm,
    LabelForm,
    ReceiptForm,
    ReviewForm,
    ScreenForm,
)
from quality_events.forms.events import QuestionForm
from quality_events.forms.problems import first_problem
from quality_events.models import Complaint
from quality_events.presentation.complaints import complaint_context
from quality_events.queries.complaints import ComplaintFilters, filtered_complaints
from quality_events.rules.complaints import named_lots
from quality_events.views.lists import event_tabs

ORDER = ("-entered_at", "-id")
_TOLD = ("nature", "channel", "reporter", "words", "reporter_reference", "stated_lot", "usage", "dose")


@require_GET
def complaint_list(request: HttpRequest) -> HttpResponse:
    form = ComplaintFilterForm(request.GET)
    found = filtered_complaints(ComplaintFilters(**form.cleaned_data) if form.is_valid() else ComplaintFilters())
    try:
        page = page_of(found, order=ORDER, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    except BadCursorError:
        page = page_of(found, order=ORDER)
    shown = {"filters": form, "page": page, "complaints": page.rows, "tabs": event_tabs("complaints")}
    return render(request, "quality_events/complaints.html", shown)


def receive(request: HttpRequest) -> HttpResponse:
    """The intake form; who asks is the company that received it."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    chosen = [(str(p.pk), f"{p.name} ({p.partnership.sponsor})") for p in products()]
    form = ComplaintForm(
        request.POST or None, products=chosen, zone=reading_zone(request),
        initial={"product": request.GET.get("product", ""), "lots": request.GET.get("lots", "")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        with refusable(request, form):
            complaint = _received(form.cleaned_data, by)
            messages.success(request, f"{complaint.number} is recorded. Screen it for an adverse event now.")
            return redirect("quality_events:complaint", complaint.pk)
    return render(request, "quality_events/receive_complaint.html", {"form": form}, status=status_after(request))


def _received(given: dict[str, Any], by: Any) -> Complaint:
    about = product(UUID(given["product"]))
    own, other = given["received_at"], given["other_received_at"]
    is_sponsor = by.side(about) == "sponsor"
    return receive_complaint(
        product_id=about.pk,
        lot_ids=named_lots(about.pk, given["lots"]),
        told=Told(**{name: given[name] for name in _TOLD}),
        sponsor_received_at=own if is_sponsor else other,
        cmo_received_at=other if is_sponsor else own,
        by=by,
        reason="",
        at=now(),
    )


def complaint_page(request: HttpRequest, complaint_id: UUID) -> HttpResponse:
    found = Complaint.objects.select_related(
        "product", "partnership__sponsor", "partnership__cmo", "entered_by", "reviewed_by", "event", "label"
    )
    complaint = get_object_or_404(found, pk=complaint_id)
    shown = complaint_context(complaint, request.actor, reading_zone(request))  # type: ignore[attr-defined]  # ours
    return render(request, "quality_events/complaint.html", shown)


@require_POST
def receipt(request: HttpRequest, complaint_id: UUID) -> HttpResponse:
    form = ReceiptForm(request.POST, zone=reading_zone(request))
    return _written(request, complaint_id, form, record_receipt, dict, "the receipt is written down.")


@require_POST
def label(request: HttpRequest, complaint_id: UUID) -> HttpResponse:
    form = LabelForm(request.POST, request.FILES)
    return _written(request, complaint_id, form, attach_label, _filed, "the label is kept.")


@require_POST
def screen(request: HttpRequest, complaint_id: UUID) -> HttpResponse:
    """Keep the answers; they are signed on the next page."""
    form = ScreenForm(request.POST)

    def answered(given: dict[str, Any]) -> dict[str, Any]:
        return {"is_adverse": given["is_adverse"], "answers": form.answers(), "basis": given["basis"]}

    said = "the answers are kept. Sign the screen."
    return _written(request, complaint_id, form, record_screen, answered, said)


@require_POST
def review(request: HttpRequest, complaint_id: UUID) -> HttpResponse:
    complaint = get_object_or_404(Complaint, pk=complaint_id)

    def reviewed(given: dict[str, Any]) -> dict[str, Any]:
        lot_ids = named_lots(complaint.product_id, given["lots"])
        return {"is_to_investigate": given["is_to_investigate"], "review": given["review"], "lot_ids": lot_ids}

    said = "the review is kept. Sign it."
    return _written(request, complaint_id, ReviewForm(request.POST), record_review, reviewed, said)


@require_POST
def return_to_review(request: HttpRequest, complaint_id: UUID) -> HttpResponse:
    return _written(request, complaint_id, QuestionForm(request.POST), send_back, dict, "it is reviewed again.")


@require_POST
def answer(request: HttpRequest, complaint_id: UUID) -> HttpResponse:
    return _written(request, complaint_id, AnswerForm(request.POST), record_answer, dict, "the answer is kept.")


@require_POST
def follow_up(request: HttpRequest, complaint_id: UUID) -> HttpResponse:
    form = FollowUpForm(request.POST, zone=reading_zone(request))
    return _written(request, complaint_id, form, record_follow_up, dict, "the information is kept.")


def _filed(given: dict[str, Any]) -> dict[str, Any]:
    return {"file": examine(given["file"].name, given["file"])}


def _written(
    request: HttpRequest,
    complaint_id: UUID,
    form: Form,
    action: Callable[..., object],
    values: Callable[[dict[str, Any]], dict[str, Any]],
    said: str,
) -> HttpResponse:
    """The action on what was typed; a refusal is a page of its own, with the way back."""
    complaint = get_object_or_404(Complaint, pk=complaint_id)
    if not form.is_valid():
        messages.error(request, first_problem(form))
        return redirect("quality_events:complaint", complaint.pk)
    with refusable(request, None, complaint):
        given = {"reason": "", **values(form.cleaned_data)}
        by = request.actor  # type: ignore[attr-defined]  # ours
        action(complaint_id=complaint.pk, **given, by=by, at=now())
        messages.success(request, f"{complaint.number}: {said}")
    return redirect("quality_events:complaint", complaint.pk)

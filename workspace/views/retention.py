"""How long a partnership's records are kept: holds, disposal lists, and everything at once for one's own company."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kernel.clock import now
from lots.models import Lot
from parties.forms import ReasonForm
from parties.proving import prove
from parties.queries import whole_partnerships
from parties.refusals import refusable, status_after
from parties.views.pages import FormPage, form_page
from records import actions as records
from records.content import content_hash
from records.forms import SigningForm
from records.models import DisposalList, LegalHold, SealedReport
from records.queries.retention import disposal_content, disposal_lists, holds_of_partnership, lift_content
from records.states import Meaning
from workspace import actions
from workspace.forms import LiftForm
from workspace.queries.retention import over_for, retention_of_record


@require_safe
def records_of(request: HttpRequest, partnership_id: UUID) -> HttpResponse:
    """One partnership's records: until when, what holds them, what is over, and the export of all."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    pair = get_object_or_404(whole_partnerships(), pk=partnership_id)
    exports = SealedReport.objects.filter(kind="partnership_exit", subject_id=pair.pk).select_related("requested_by")
    page = {
        "pair": pair,
        "retention": retention_of_record(pair),
        "holds": list(holds_of_partnership(pair.pk)),
        "over": over_for(pair.pk, by.organisation_id, now().date()) if by.organisation_id else [],
        "lists": list(disposal_lists(pair.pk)),
        "exports": list(exports.order_by("-requested_at")[:10]),
        "may_retain": by.may("records.retain", pair),
        "may_export": by.may("records.export", pair),
        "own": by.organisation_id,
    }
    return render(request, "workspace/records/partnership.html", page)


@require_safe
def legal_hold(request: HttpRequest, legal_hold_id: UUID) -> HttpResponse:
    """Where a legal hold stands: what a signature that lifted it opens."""
    found = get_object_or_404(LegalHold, pk=legal_hold_id)
    return redirect(f"{reverse('workspace:records_of', args=[found.partnership_id])}#record-{found.pk}")


@require_safe
def disposal_list(request: HttpRequest, disposal_list_id: UUID) -> HttpResponse:
    """Where a signed disposal list stands."""
    found = get_object_or_404(DisposalList, pk=disposal_list_id)
    return redirect(f"{reverse('workspace:records_of', args=[found.partnership_id])}#record-{found.pk}")


@require_POST
def export_all(request: HttpRequest, partnership_id: UUID) -> HttpResponse:
    """Everything, for one's own company; a worker makes it."""
    pair = get_object_or_404(whole_partnerships(), pk=partnership_id)
    with refusable(request, None, pair):
        by = request.actor  # type: ignore[attr-defined]  # ours
        actions.request_all_records(partnership_id=pair.pk, by=by, reason="", at=now())
    messages.success(request, "The package is being made. You can leave this page; it is kept in your inbox.")
    return redirect("workspace:records_of", pair.pk)


def hold_lot(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """A legal hold on one lot's records."""
    lot = get_object_or_404(Lot, pk=lot_id)
    return _hold(request, lot, lot.pk, f"lot {lot.number}", reverse("workspace:tab", args=[lot.pk, "history"]))


def hold_all(request: HttpRequest, partnership_id: UUID) -> HttpResponse:
    """A legal hold on everything of a partnership."""
    pair = get_object_or_404(whole_partnerships(), pk=partnership_id)
    return _hold(request, pair, None, f"all records of {pair}", reverse("workspace:records_of", args=[pair.pk]))


def _hold(request: HttpRequest, row: Any, lot_id: UUID | None, label: str, done: str) -> HttpResponse:
    by = request.actor  # type: ignore[attr-defined]  # ours
    page = FormPage(
        title=f"Place a legal hold on {label}",
        button="Place the hold",
        done=done,
        act=lambda data: records.place_legal_hold(
            partnership_id=row.partnership_id, lot_id=lot_id, label=label, reason=data["reason"], by=by, at=now()
        ),
        note="The records are kept until your company lifts it again, by signature. Both companies see it.",
        row=row,
    )
    return form_page(request, ReasonForm(request.POST or None), page)


def lift(request: HttpRequest, legal_hold_id: UUID) -> HttpResponse:
    """Lift one of the own company's holds, by signature."""
    hold = get_object_or_404(LegalHold.objects.select_related("organisation"), pk=legal_hold_id)
    content, by = lift_content(hold), request.actor  # type: ignore[attr-defined]  # ours
    form = LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusable(request, form, hold):
            records.lift_legal_hold(hold_id=hold.pk, **_signed(request, form), by=by, at=now())
            messages.success(request, f"The {hold} is lifted.")
            return redirect("workspace:records_of", hold.partnership_id)
    page = _to_sign(form, content, hold) | {"title": f"Lift the {hold}", "action": "Lift", "hold": hold}
    return render(request, "workspace/records/sign.html", page, status=status_after(request))


def dispose(request: HttpRequest, partnership_id: UUID) -> HttpResponse:
    """Sign which lots' records one's company need not keep any longer."""
    pair = get_object_or_404(whole_partnerships(), pk=partnership_id)
    by, at = request.actor, now()  # type: ignore[attr-defined]  # ours
    lots = over_for(pair.pk, by.company_id, at.date())
    form = SigningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusable(request, form, pair):
            records.sign_disposal_list(partnership_id=pair.pk, lots=lots, **_signed(request, form), by=by, at=at)
            messages.success(request, "The disposal list is signed.")
            return redirect("workspace:records_of", pair.pk)
    page = _to_sign(form, disposal_content(pair, lots), pair)
    page |= {"title": f"Disposal list of {pair}", "action": "Sign the list", "lots": lots}
    return render(request, "workspace/records/sign.html", page, status=status_after(request))


def _signed(request: HttpRequest, form: SigningForm) -> dict[str, Any]:
    given = form.cleaned_data
    return {"proof": prove(request, given), "shown_hash": given["content_hash"], "reason": given["reason"]}


def _to_sign(form: SigningForm, content: dict[str, object], subject: Any) -> dict[str, Any]:
    return {
        "subject": subject,
        "signing": form,
        "content": content,
        "digest": content_hash(content),
        "meaning": Meaning.APPROVED.label,
    }

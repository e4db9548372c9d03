"""One result beside its document: typed, confirmed by a second person, or discarded."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from evidence import rules
from evidence.actions.drafts import confirm_result, discard_result, enter_result
from evidence.drafts import answer_of, drafts_of
from evidence.forms import ReasonForm, RemarkForm, TypedAttributeForm, TypedResultForm
from evidence.known_lots import known_lot, lot_for_evidence
from evidence.models import DraftResult, EvidenceFile
from evidence.pack.certified import CertifiedLot
from evidence.presentation.builder import refusal_of
from evidence.presentation.drafts import ShownResult, asked_for, certified_of, lot_words, shown_drafts, with_query
from kernel.clock import now
from kernel.scope import Actor
from lots.models import Lot
from masters.queries import baseline_values
from parties.refusals import refusable, status_after


@login_required
def type_result(request: HttpRequest, lot_id: UUID, file_id: UUID) -> HttpResponse:
    """Left the form, right the document's page; what was typed from it stands below the form."""
    by: Actor = request.actor  # type: ignore[attr-defined]  # ours
    lot = lot_for_evidence(lot_id)
    file = get_object_or_404(EvidenceFile, pk=file_id, partnership_id=lot.partnership_id)
    page, certified = _page(request), certified_of(request, lot)
    asked = asked_for(certified)
    form = _typing(request, lot, page, certified)
    if form.is_valid():
        page = form.cleaned_data["page"]
        with refusable(request, form, lot):
            draft = enter_result(lot_id=lot.pk, file_id=file.pk, page=page, given=form.given, by=by, at=now(), **asked)
            messages.success(request, f"{str(draft).capitalize()}: {draft.get_state_display()}.")
            here = reverse("evidence:type_result", args=[lot.pk, file.pk])
            return redirect(with_query(here, {"page": str(page), **asked}))
    words = lot_words(request, lot) | {"form": form, "file": file, "page": page, "results": shown_drafts(lot, by, file)}
    words |= {"certified": certified, "asked": asked}
    return render(request, "evidence/type_result.html", words, status=status_after(request))


def _typing(request: HttpRequest, lot: Lot, page: int, certified: CertifiedLot | None) -> TypedResultForm:
    """Tests of the lot's specification, or any attribute of a supplier's certificate."""
    posted = request.POST if request.method == "POST" else None
    if certified is not None:
        return TypedAttributeForm(posted, initial={"page": page, "sample_lot": certified.number})
    tests = [(test.code, f"{test.name} ({test.stage}): {test.limit}") for test in known_lot(lot).tests]
    return TypedResultForm(posted, tests=tests, initial={"page": page, "sample_lot": lot.number})


def _page(request: HttpRequest) -> int:
    written = request.GET.get("page", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) <= len("99999") else 1


def _fetched(draft_id: UUID) -> tuple[DraftResult, Lot, ShownResult]:
    found = get_object_or_404(DraftResult.objects.only("lot_id"), pk=draft_id)
    draft = drafts_of(found.lot_id).get(pk=draft_id)
    lot = lot_for_evidence(draft.lot_id)
    return draft, lot, ShownResult(answer_of(draft, baseline_values(lot), lot.number), draft)


@login_required
def confirm(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A second person compares the value with the page that stands beside it."""
    by: Actor = request.actor  # type: ignore[attr-defined]  # ours
    draft, lot, shown = _fetched(draft_id)
    form = RemarkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusable(request, form, lot):
            confirm_result(draft_id=draft.pk, by=by, at=now(), **form.cleaned_data)
            messages.success(request, f"{str(draft).capitalize()} is confirmed for the next pack.")
            return redirect("evidence:certificates", lot.pk)
    words = lot_words(request, lot) | {"form": form, "draft": draft, "item": shown, "file": draft.file}
    words["confirm_refusal"] = refusal_of(rules.check_may_confirm, draft, by)
    return render(request, "evidence/confirm_result.html", words, status=status_after(request))


@login_required
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The next pack does not take it; the reason stays on record."""
    by: Actor = request.actor  # type: ignore[attr-defined]  # ours
    draft, lot, shown = _fetched(draft_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusable(request, form, lot):
            discard_result(draft_id=draft.pk, by=by, reason=form.cleaned_data["reason"], at=now())
            messages.info(request, f"{str(draft).capitalize()} is discarded.")
            return redirect("evidence:certificates", lot.pk)
    words = lot_words(request, lot) | {"form": form, "draft": draft, "item": shown}
    return render(request, "evidence/discard_result.html", words, status=status_after(request))

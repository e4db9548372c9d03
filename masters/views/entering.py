"""First versions are brought in a workbook, looked at row by row, and approved with a signature or withdrawn."""

from hashlib import sha256
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from kernel.clock import now
from masters import actions, queries
from masters.actions.entering import Brought
from masters.entering_presentation import bring_context, draft_context, overview_context, sign_context
from masters.entrance import Content, read_workbook, write_workbook
from masters.forms import BaselineSigningForm, ReasonForm, WorkbookForm
from masters.sheets.problems import Unreadable
from masters.unreadable import UnreadableTables
from parties.models import Partnership
from parties.proving import prove
from parties.queries import whole_partnerships
from parties.refusals import refusable, remember, status_after

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every partnership in scope: where to begin, and what waits."""
    return render(request, "masters/entering.html", overview_context(request.actor))  # type: ignore[attr-defined]  # ours


@login_required
def bring(request: HttpRequest, partnership_id: UUID) -> HttpResponse:
    """The workbook to download, and the form that takes it back filled in."""
    pair = get_object_or_404(whole_partnerships(), pk=partnership_id)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form, unreadable = WorkbookForm(*posted), None
    if form.is_valid():
        name, data = form.cleaned_data["file"]
        content = read_workbook(data, file=name)
        if isinstance(content, Unreadable):
            unreadable = content
            form.add_error("file", "Nothing was taken: some of it cannot be read. Each place stands above.")
            remember(request, UnreadableTables(content), pair, file=name, sha256=sha256(data).hexdigest())
        else:
            with refusable(request, form, pair):
                return _kept(request, pair, name, data, content, form)
    page = bring_context(pair, form, unreadable, request.actor)  # type: ignore[attr-defined]  # ours
    return render(request, "masters/bring.html", page, status=status_after(request))


def _kept(
    request: HttpRequest, pair: Partnership, name: str, data: bytes, content: Content, form: WorkbookForm
) -> HttpResponse:
    draft = actions.keep_baseline(
        partnership_id=pair.pk,
        brought=Brought(content, name, sha256(data).hexdigest()),
        by=request.actor,  # type: ignore[attr-defined]  # ours
        reason=form.cleaned_data["reason"],
        at=now(),
    )
    messages.success(request, f"{draft.number} waits for approval. Nothing holds before it is signed.")
    return redirect("masters:draft", draft.pk)


@login_required
@require_safe
def workbook(_request: HttpRequest, partnership_id: UUID) -> HttpResponse:
    """To be filled in; products that lack versions, and what is recorded beside them, stand in it already."""
    pair = get_object_or_404(whole_partnerships(), pk=partnership_id)
    return _attached(queries.begun_content(pair.pk), f"First versions, {pair}", "first versions.xlsx")


@login_required
@require_safe
def approved(_request: HttpRequest, partnership_id: UUID) -> HttpResponse:
    """What is in force today, in the same form."""
    pair = get_object_or_404(whole_partnerships(), pk=partnership_id)
    title = f"What is in force on {now().date()}, {pair}"
    return _attached(queries.approved_content(pair.pk), title, "approved baseline.xlsx")


def _attached(content: Content, title: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write_workbook(content, title=title), content_type=XLSX, headers=disposition)


@login_required
@require_safe
def draft_page(request: HttpRequest, baseline_id: UUID) -> HttpResponse:
    """What each row would do as things stand now."""
    found = queries.draft(baseline_id)
    return render(request, "masters/draft.html", draft_context(found, request.actor))  # type: ignore[attr-defined]  # ours


@login_required
def approve(request: HttpRequest, baseline_id: UUID) -> HttpResponse:
    found = queries.draft(baseline_id)
    form = BaselineSigningForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusable(request, form, found):
            actions.approve_baseline(
                baseline_id=found.pk,
                proof=prove(request, form.cleaned_data),
                shown_hash=form.cleaned_data["content_hash"],
                by=request.actor,  # type: ignore[attr-defined]  # ours
                reason=form.cleaned_data["reason"],
                at=now(),
            )
            messages.success(request, f"{found.number}: signed. Everything in it is valid now.")
            return redirect("masters:draft", found.pk)
    page = draft_context(found, request.actor) | sign_context(request, found, form)  # type: ignore[attr-defined]  # ours
    return render(request, "masters/sign.html", page, status=status_after(request))


@login_required
def withdraw(request: HttpRequest, baseline_id: UUID) -> HttpResponse:
    found = queries.draft(baseline_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusable(request, form, found):
            reason = form.cleaned_data["reason"]
            actions.withdraw_baseline(baseline_id=found.pk, by=request.actor, reason=reason, at=now())  # type: ignore[attr-defined]  # ours
            messages.success(request, f"{found.number} is withdrawn.")
            return redirect("masters:draft", found.pk)
    page = {"form": form, "draft": found, "heading": f"Withdraw {found.number}"}
    return render(request, "masters/withdraw.html", page, status=status_after(request))

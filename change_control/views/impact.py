"""The impact list is answered and signed off; lots that run while the version changes are decided."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from change_control import actions, queries
from change_control.forms import LinesForm, LotForm
from change_control.presentation import lines_to_sign
from kernel.clock import now
from parties.refusals import refusable, status_after


@login_required
def lines(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """All lines on one page; those left as they are keep their sign-off."""
    change = queries.change(change_id)
    form = LinesForm(request.POST if request.method == "POST" else None, lines=list(change.lines.all()))
    if form.is_valid():
        with refusable(request, form, change):
            by = request.actor  # type: ignore[attr-defined]  # ours
            actions.answer_lines(change_id=change.pk, answers=form.answers(), by=by, reason="", at=now())
            messages.success(request, f"{change.number}: the answers are kept.")
            return redirect("change_control:change", change.pk)
    page = {"form": form, "change": change, "rows": form.rows()}
    return render(request, "change_control/lines.html", page, status=status_after(request))


@login_required
@require_POST
def sign_off(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Every answered line that waits for a role of his, as the page listed them."""
    change = queries.change(change_id)
    by = request.actor  # type: ignore[attr-defined]  # ours
    wanted = {int(text) for text in request.POST.getlist("line") if text.isdecimal()}
    positions = [line.position for line in lines_to_sign(change, by) if line.position in wanted]
    with refusable(request, None, change):
        actions.sign_off_lines(change_id=change.pk, positions=positions, by=by, reason="", at=now())
    messages.success(request, f"{change.number}: {len(positions)} lines signed off.")
    return redirect("change_control:change", change.pk)


@login_required
def lot(request: HttpRequest, change_id: UUID, lot_id: UUID) -> HttpResponse:
    """What becomes of one running lot."""
    change = queries.change(change_id)
    shown = next((row for row in queries.decided_lots(change) if row["id"] == lot_id), None)
    form = LotForm(request.POST if request.method == "POST" else None, initial=shown)
    if form.is_valid():
        with refusable(request, form, change):
            by = request.actor  # type: ignore[attr-defined]  # ours
            actions.decide_lot(change_id=change.pk, lot_id=lot_id, by=by, at=now(), **form.cleaned_data)
            messages.success(request, f"{change.number}: the lot is decided.")
            return redirect("change_control:change", change.pk)
    heading = f"{change.number}: lot {shown['number'] if shown else ''}"
    page = {"form": form, "change": change, "heading": heading, "label": "Decide"}
    return render(request, "change_control/reason.html", page, status=status_after(request))

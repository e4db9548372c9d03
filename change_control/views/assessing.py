"""An emergency with its lots, and the conditions of an approval."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from change_control import actions, queries
from change_control.forms import ConditionsForm, EmergencyForm
from kernel.clock import now
from parties.refusals import refusable, status_after


@login_required
def emergency(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Make it at once: which lots are made so, and why it cannot wait."""
    change = queries.change(change_id)
    lots = [(str(lot.pk), lot.number) for lot in queries.running_lots(change.product_id)]
    form = EmergencyForm(request.POST if request.method == "POST" else None, lots=lots)
    if form.is_valid():
        with refusable(request, form, change):
            given = {"lot_ids": [UUID(key) for key in form.cleaned_data["lots"]], "by": request.actor}  # type: ignore[attr-defined]  # ours
            actions.declare_emergency(change_id=change.pk, reason=form.cleaned_data["reason"], at=now(), **given)
            messages.success(request, f"{change.number}: the lots are held, the sponsor is asked.")
            return redirect("change_control:change", change.pk)
    page = {"form": form, "change": change, "heading": f"Emergency: {change.number}", "label": "Hold the lots"}
    return render(request, "change_control/reason.html", page, status=status_after(request))


@login_required
def conditions(request: HttpRequest, change_id: UUID) -> HttpResponse:
    change = queries.change(change_id)
    form = ConditionsForm(request.POST if request.method == "POST" else None, initial={"conditions": change.conditions})
    if form.is_valid():
        with refusable(request, form, change):
            text = form.cleaned_data["conditions"]
            by = request.actor  # type: ignore[attr-defined]  # ours
            actions.set_conditions(change_id=change.pk, conditions=text, by=by, reason="", at=now())
            messages.success(request, f"{change.number}: the conditions stand in what is signed.")
            return redirect("change_control:change", change.pk)
    page = {"form": form, "change": change, "heading": f"Conditions: {change.number}", "label": "Save"}
    return render(request, "change_control/reason.html", page, status=status_after(request))

"""Write a change request, or rewrite a draft."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from change_control import actions, queries
from change_control.forms import ChangeForm
from change_control.prefilling import prefilled_for
from kernel.clock import now
from masters.queries import products
from parties.refusals import refusable, status_after


@login_required
def propose(request: HttpRequest) -> HttpResponse:
    by = request.actor  # type: ignore[attr-defined]  # ours
    chosen = [(str(p.pk), f"{p.name} ({p.partnership.sponsor})") for p in products()]
    given = prefilled_for(request.GET.get("difference", ""))
    form = ChangeForm(request.POST if request.method == "POST" else None, products=chosen, initial=given)
    if form.is_valid():
        with refusable(request, form):
            product_id = UUID(form.cleaned_data["product"])
            change = actions.propose(product_id=product_id, content=form.draft(), by=by, reason="", at=now())
            messages.success(request, f"{change.number} is a draft. Submit it when it is whole.")
            return redirect("change_control:change", change.pk)
    page = {"form": form, "heading": "Propose a change", "event": given.get("event")}
    return render(request, "change_control/edit.html", page, status=status_after(request))


@login_required
def revise(request: HttpRequest, change_id: UUID) -> HttpResponse:
    change = queries.change(change_id)
    form = ChangeForm(request.POST if request.method == "POST" else None, initial=model_to_dict(change))
    if form.is_valid():
        with refusable(request, form, change):
            by = request.actor  # type: ignore[attr-defined]  # ours
            actions.revise(change_id=change.pk, content=form.draft(), by=by, reason="", at=now())
            messages.success(request, f"{change.number} is revised.")
            return redirect("change_control:change", change.pk)
    page = {"form": form, "change": change, "heading": f"Revise {change.number}"}
    return render(request, "change_control/edit.html", page, status=status_after(request))

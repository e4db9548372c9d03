"""Write a change request, or rewrite a draft."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from change_control import actions, queries
from change_control.content import content_of
from change_control.forms import ChangeForm
from change_control.models import ChangeRequest
from change_control.prefilling import prefilled_for
from kernel.clock import now
from kernel.scope import Actor
from masters.queries import products
from parties.refusals import refusable, status_after


@login_required
def propose(request: HttpRequest) -> HttpResponse:
    found = list(products())
    chosen = [(str(p.pk), f"{p.name} ({p.partnership.sponsor})") for p in found]
    given = prefilled_for(request.GET.get("difference", ""))
    several = len({p.partnership_id for p in found}) > 1
    data = request.POST if request.method == "POST" else None
    form = ChangeForm(data, products=chosen, several=several, initial=given)
    if form.is_valid():
        with refusable(request, form):
            change = _proposed(form, given.get("event"), request.actor)  # type: ignore[attr-defined]  # ours
            messages.success(request, f"{change.number} is a draft. Submit it when it is whole.")
            if kind := form.cleaned_data["kind"]:
                return redirect("change_control:content", change.pk, kind)
            return redirect("change_control:change", change.pk)
    page = {"form": form, "heading": "Propose a change", "event": given.get("event")}
    return render(request, "change_control/edit.html", page, status=status_after(request))


def _proposed(form: ChangeForm, event: Any, by: Actor) -> ChangeRequest:
    """One draft, or one for each sponsor whose product the same change touches: the first product's is shown."""
    product_id = UUID(form.cleaned_data["product"])
    also = [UUID(key) for key in form.cleaned_data.get("also", []) if key != str(product_id)]
    given: dict[str, Any] = {"content": form.draft(), "by": by, "reason": "", "at": now()}
    if also:
        made = actions.propose_linked(product_ids=[product_id, *also], **given)
        return next(change for change in made if change.product_id == product_id)
    answers = event.pk if event and event.event_lots.filter(lot__product_id=product_id).exists() else None
    return actions.propose(product_id=product_id, event_id=answers, **given)


@login_required
def revise(request: HttpRequest, change_id: UUID) -> HttpResponse:
    change = queries.change(change_id)
    planned = [(str(lot.pk), lot.number) for lot in queries.running_lots(change.product_id) if lot.state == "planned"]
    given = model_to_dict(change) | {"first_lot_id": str(change.first_lot_id or "")}
    form = ChangeForm(request.POST if request.method == "POST" else None, initial=given, planned=planned)
    if form.is_valid():
        with refusable(request, form, change):
            by = request.actor  # type: ignore[attr-defined]  # ours
            said = {"kind": change.kind, "content": content_of(change)} if change.kind else {}
            draft = replace(form.draft(), **said)
            actions.revise(change_id=change.pk, content=draft, by=by, reason="", at=now())
            messages.success(request, f"{change.number} is revised.")
            return redirect("change_control:change", change.pk)
    page = {"form": form, "change": change, "heading": f"Revise {change.number}"}
    return render(request, "change_control/edit.html", page, status=status_after(request))

"""Shipping a lot, and what was shipped."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from kernel.clock import now
from lots.models import Lot
from lots.quantities import quantity_words
from lots.rules import check_may
from parties.queries import partnership_ids
from parties.refusals import refusable, status_after
from release.queries import panel_of
from traceability import actions
from traceability.forms import ShipForm
from traceability.queries import consignees_of, shipment_page


def ship(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """Send goods of one lot to one consignee; refused with the gate's own sentence."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    lot = get_object_or_404(Lot.objects.select_related("product", "sponsor", "cmo", "site", "gate"), pk=lot_id)
    with refusable(request, None, lot):
        check_may(by, "traceability.ship", lot, "ship goods")
    data = request.POST if request.method == "POST" else None
    form = ShipForm(data, consignees=consignees_of([lot.partnership_id]), initial={"ship_from": lot.site.name})
    if form.is_valid():
        given = dict(form.cleaned_data)
        consignee_id, note = given.pop("consignee"), given.pop("note")
        with refusable(request, form, lot):
            shipment = actions.ship(lot_id=lot.pk, consignee_id=consignee_id, by=by, reason=note, at=now(), **given)
            messages.success(request, f"{quantity_words(shipment.quantity, lot.unit)} of {lot}: shipped.")
            return redirect(f"{lot.get_absolute_url()}shipments/")
    page = {"lot": lot, "form": form, "panel": panel_of(lot.pk, now())}
    return render(request, "traceability/ship.html", page, status=status_after(request))


@require_safe
def shipments(request: HttpRequest) -> HttpResponse:
    """What has left, newest first."""
    page = shipment_page(partnership_ids(), after=request.GET.get("after", ""))
    return render(request, "traceability/shipments.html", {"page": page})

"""Ship permits on pages: issue, print the pallet sheet, revoke."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from kernel.clock import now
from kernel.states import check_move
from lots.models import Lot
from lots.quantities import quantity_words
from lots.rules import check_may
from parties.refusals import refusable, status_after
from records.outside.qr import qr_drawing
from release.actions import revoke_permit
from release.models import ShipPermit
from release.outside.permit_words import address_of
from release.queries import panel_of
from traceability import actions
from traceability.forms import PermitForm, RevokePermitForm
from traceability.queries import consignees_of


def permit(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """Issue a permit; the gate's own sentence refuses."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    lot = get_object_or_404(Lot.objects.select_related("product", "sponsor", "cmo", "gate"), pk=lot_id)
    with refusable(request, None, lot):
        check_may(by, "release.permit", lot, "issue a ship permit")
    form = PermitForm(request.POST or None, consignees=consignees_of([lot.partnership_id]))
    if form.is_valid():
        given = form.cleaned_data
        with refusable(request, form, lot):
            issued = actions.permit_shipment(
                lot_id=lot.pk, consignee_id=given["consignee"], quantity=given["quantity"], by=by,
                reason=given["note"], at=now(),
            )  # fmt: skip
            messages.success(request, f"{issued.number} permits {quantity_words(issued.quantity, lot.unit)}.")
            return redirect("traceability:sheet", issued.pk)
    page = {"lot": lot, "form": form, "panel": panel_of(lot.pk, now())}
    return render(request, "traceability/permit.html", page, status=status_after(request))


@require_safe
def sheet(request: HttpRequest, permit_id: UUID) -> HttpResponse:
    """The pallet sheet, to be printed: its code opens the live status."""
    found = ShipPermit.objects.select_related("lot__product", "lot__cmo", "lot__sponsor", "issued_by")
    permit = get_object_or_404(found, pk=permit_id)
    address = address_of(permit.token)
    page = {
        "permit": permit,
        "lot": permit.lot,
        "address": address,
        "code": qr_drawing(address, is_outdoors=True),
        "at": now(),
    }
    return render(request, "traceability/sheet.html", page)


def revoke(request: HttpRequest, permit_id: UUID) -> HttpResponse:
    """Take a permit back, with the reason."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    permit = get_object_or_404(ShipPermit.objects.select_related("lot"), pk=permit_id)
    form = RevokePermitForm(request.POST or None)
    with refusable(request, None, permit):
        check_move(permit, "revoke", by=by, reason="asked for the page")
    if form.is_valid():
        with refusable(request, form, permit):
            revoke_permit(permit_id=permit.pk, by=by, reason=form.cleaned_data["reason"], at=now())
            messages.success(request, f"{permit.number} is revoked.")
            return redirect(f"{permit.lot.get_absolute_url()}shipments/")
    page = {"permit": permit, "lot": permit.lot, "form": form}
    return render(request, "traceability/revoke_permit.html", page, status=status_after(request))

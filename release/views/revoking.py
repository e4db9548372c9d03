"""The sponsor takes a release back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kernel.clock import now
from kernel.states import check_move
from lots.models import Lot
from parties.proving import prove
from parties.refusals import refusable, status_after
from records.content import content_hash
from release.actions import revoke_release
from release.content import decision_content
from release.forms import RevocationForm
from release.queries import live_pack_of, panel_of
from release.states import Stage


def revoke(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """What has not left yet may not leave any more."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    lot = get_object_or_404(Lot.objects.select_related("product", "sponsor", "cmo"), pk=lot_id)
    form = RevocationForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        with refusable(request, None, lot):
            check_move(lot, "revoke", by=by, reason="asked for the page", signed=True)
    elif form.is_valid():
        given = form.cleaned_data
        with refusable(request, form, lot):
            revoke_release(
                lot_id=lot.pk, proof=prove(request, given), shown_hash=given["content_hash"], by=by,
                reason=given["reason"], at=now(),
            )  # fmt: skip
            messages.success(request, f"The release of {lot} is revoked.")
            return redirect(lot)
    digest = content_hash(decision_content(lot, live_pack_of(lot), stage=Stage.SPONSOR))
    page = {"lot": lot, "form": form, "digest": digest, "panel": panel_of(lot.pk, now())}
    return render(request, "release/revoke.html", page, status=status_after(request))

"""Counting what is left of a released lot."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kernel.clock import now
from lots.models import Lot
from lots.rules import check_may
from parties.refusals import refusable, status_after
from traceability import actions
from traceability.forms import CountForm


def count(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """Record a count; what does not add up is recorded too, and said."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    lot = get_object_or_404(Lot.objects.select_related("product", "site"), pk=lot_id)
    with refusable(request, None, lot):
        check_may(by, "traceability.count", lot, "count the stock")
    form = CountForm(request.POST or None, initial={"place": lot.site.name})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        note = given.pop("note")
        with refusable(request, form, lot):
            counted = actions.count_stock(lot_id=lot.pk, by=by, reason=note, at=now(), **given)
            messages.success(request, f"R604: {counted.verdicts[0]['sentence']}")
            return redirect(f"{lot.get_absolute_url()}shipments/")
    return render(request, "traceability/count.html", {"lot": lot, "form": form}, status=status_after(request))

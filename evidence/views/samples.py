"""The random sample of what passed: draw it, look at each item, see every draw."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from evidence.actions.samples import draw_sample, record_look
from evidence.forms import DrawForm, LookForm
from evidence.models import SampleItem
from evidence.presentation.packs import pack_head
from evidence.presentation.review import desk_of
from evidence.presentation.samples import draws_of
from evidence.presentation.verdicts import shown
from evidence.queries import passed, verdicts_of
from evidence.views.fetching import one_pack
from kernel.clock import now
from parties.refusals import refusable, status_after


@login_required
def samples(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    """All draws with their seeds and outcomes, for both sides; the reviewer draws another."""
    pack = one_pack(pack_id)
    by = request.actor  # type: ignore[attr-defined]  # ours
    form = DrawForm(request.POST if request.method == "POST" else None, initial={"amount": 10, "unit": "items"})
    if form.is_valid():
        with refusable(request, form, pack):
            given = {"amount": form.cleaned_data["amount"], "is_percent": form.cleaned_data["unit"] == "percent"}
            draw = draw_sample(pack_id=pack.pk, by=by, reason="", at=now(), **given)
            messages.success(request, f"Drawn: {draw.size} of {draw.population} items that passed.")
            return redirect("evidence:samples", pack.pk)
    words = {
        "draws": draws_of(pack),
        "form": form,
        "may_draw": by.may("evidence.review", pack) and pack.state == "in_review",
        "population": passed(pack.pk).count(),
    }
    return render(
        request, "evidence/samples.html", pack_head(request, pack, "samples") | words, status=status_after(request)
    )


@login_required
def look(request: HttpRequest, sample_item_id: UUID) -> HttpResponse:
    """One drawn item with its figures and its document: as expected, or a question to the CMO."""
    drawn = get_object_or_404(SampleItem.objects.select_related("draw"), pk=sample_item_id)
    pack = one_pack(drawn.draw.pack_id)
    item = shown(verdicts_of(pack).get(pk=drawn.verdict_id))
    form = LookForm(request.POST if request.method == "POST" else None, initial={"outcome": "as_expected"})
    if form.is_valid():
        with refusable(request, form, pack):
            by = request.actor  # type: ignore[attr-defined]  # ours
            record_look(sample_item_id=drawn.pk, by=by, at=now(), **form.cleaned_data)
            messages.success(request, f"{item.rule}: written down.")
            return redirect("evidence:samples", pack.pk)
    words = {"pack": pack, "lot": pack.lot, "drawn": drawn, "item": item, "desk": desk_of(pack, item), "form": form}
    return render(request, "evidence/look.html", words, status=status_after(request))

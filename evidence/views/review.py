"""The sponsor's review: exceptions first, each beside its source document."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from evidence.actions.review import decide_exception
from evidence.forms import DecisionForm
from evidence.models import RuleVerdict
from evidence.presentation.review import desk_of, review_page
from evidence.presentation.verdicts import shown
from evidence.queries import verdicts_of
from evidence.views.fetching import one_pack
from kernel.clock import now
from parties.refusals import refusable, status_after


@login_required
@require_GET
def review(request: HttpRequest, pack_id: UUID) -> HttpResponse:
    """Left the items with their verdicts and inputs, right the document; all roles may read it."""
    return render(request, "evidence/review.html", review_page(request, one_pack(pack_id)))


@login_required
def decide(request: HttpRequest, verdict_id: int) -> HttpResponse:
    """Accept one exception with a reason, or mark it for the question that returns the pack."""
    found = get_object_or_404(RuleVerdict, pk=verdict_id)
    pack = one_pack(found.pack_id)
    item = shown(verdicts_of(pack).get(pk=found.pk))
    form = DecisionForm(request.POST if request.method == "POST" else None, initial={"choice": "accepted"})
    if form.is_valid():
        with refusable(request, form, pack):
            by = request.actor  # type: ignore[attr-defined]  # ours
            decide_exception(verdict_id=found.pk, by=by, at=now(), **form.cleaned_data)
            messages.success(request, f"{found.rule}: decided.")
            return redirect("evidence:review", pack.pk)
    words = {"pack": pack, "lot": pack.lot, "item": item, "desk": desk_of(pack, item), "form": form}
    return render(request, "evidence/decide.html", words, status=status_after(request))

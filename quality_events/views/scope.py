"""Which of the lots found by what they share are affected."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from kernel.clock import now
from lots.models import Lot
from parties.refusals import refusable
from quality_events.actions import add_lots, consent_to_scope, decide_scope, refuse_scope
from quality_events.forms import AddLotsForm, LetGoForm, ScopeForm
from quality_events.forms.problems import first_problem
from quality_events.models import QualityEvent
from quality_events.queries import lots_of
from quality_events.rules import check_new_lots


@require_POST
def scope(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """The chosen lots are affected, or are not; what the form lacks is refused by the rule, in its own words."""
    event = get_object_or_404(QualityEvent, pk=event_id)
    form = ScopeForm(request.POST, lots=lots_of(event))
    form.full_clean()
    given = form.cleaned_data
    with refusable(request, None, event):
        decide_scope(
            event_id=event.pk,
            lot_ids=given.get("lots", []),
            standing=given.get("standing", ""),
            by=request.actor,  # type: ignore[attr-defined]  # ours
            reason=given.get("reason", ""),
            at=now(),
        )
        messages.success(request, f"{event.number}: the scope is written down.")
    return redirect("quality_events:event", event.pk)


@require_POST
def let_go(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """The sponsor lets lots go that the investigation excludes, or has them looked at again."""
    event = get_object_or_404(QualityEvent, pk=event_id)
    form = LetGoForm(request.POST, lots=lots_of(event))
    form.full_clean()
    given = form.cleaned_data
    action = refuse_scope if given.get("answer") == "refuse" else consent_to_scope
    with refusable(request, None, event):
        action(
            event_id=event.pk,
            lot_ids=given.get("lots", []),
            by=request.actor,  # type: ignore[attr-defined]  # ours
            reason=given.get("reason", ""),
            at=now(),
        )
        messages.success(request, f"{event.number}: your answer is written down.")
    return redirect("quality_events:event", event.pk)


@require_POST
def more_lots(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Further lots, by their numbers."""
    event = get_object_or_404(QualityEvent, pk=event_id)
    form = AddLotsForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_problem(form))
        return redirect("quality_events:event", event.pk)
    numbers, reason = form.cleaned_data["numbers"], form.cleaned_data["reason"]
    found = list(Lot.objects.filter(partnership_id=event.partnership_id, number__in=numbers))
    with refusable(request, None, event):
        check_new_lots(event, chosen=len(numbers), found=len({lot.number for lot in found}), known=0)
        add_lots(event_id=event.pk, lot_ids=[lot.pk for lot in found], by=request.actor, reason=reason, at=now())  # type: ignore[attr-defined]
        messages.success(request, f"{event.number}: the lots are added, and held as the clause says.")
    return redirect("quality_events:event", event.pk)

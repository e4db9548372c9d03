"""Which of the lots found by what they share are affected."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from kernel.clock import now
from parties.refusals import refusable
from quality_events.actions import decide_scope
from quality_events.forms import ScopeForm
from quality_events.models import QualityEvent
from quality_events.queries import lots_of


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

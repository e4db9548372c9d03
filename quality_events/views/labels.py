"""A label incident on its event's page: fault, hazard, obsolete labels."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from quality_events.actions.labels import certify_destruction, classify_label, evaluate_hazard, state_no_obsolete
from quality_events.forms.labels import DestructionForm, FaultForm, HazardForm, NoObsoleteForm
from quality_events.models import QualityEvent
from quality_events.views.investigation import recorded


@require_POST
def fault(request: HttpRequest, event_id: UUID) -> HttpResponse:
    return recorded(request, event_id, FaultForm(request.POST), classify_label, dict, "The fault is written down.")


@require_POST
def hazard(request: HttpRequest, event_id: UUID) -> HttpResponse:
    return recorded(request, event_id, HazardForm(request.POST), evaluate_hazard, dict, "The hazard is evaluated.")


@require_POST
def destruction(request: HttpRequest, event_id: UUID) -> HttpResponse:
    event = get_object_or_404(QualityEvent, pk=event_id)
    form = DestructionForm(request.POST, documents=event.documents.all())
    return recorded(request, event_id, form, certify_destruction, dict, "The destruction is recorded.")


@require_POST
def no_obsolete(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """The reason is what is stated."""

    def stating(*, why: str, **given: Any) -> object:
        return state_no_obsolete(**(given | {"reason": why}))

    return recorded(request, event_id, NoObsoleteForm(request.POST), stating, dict, "It is written down.")

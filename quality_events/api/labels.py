"""A label incident over the API: what was wrong, who could be hurt, which labels are gone."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from quality_events import actions
from quality_events.api.writing import LONGEST, ReasonGiven, written
from quality_events.models import QualityEvent
from quality_events.queries.labels import incident_of
from quality_events.states import HAZARDOUS, LabelFault

MOST_LABELS = 2_000_000_000


class DestructionShape(serializers.Serializer):
    """Labels that are gone, with who saw it (21 CFR 111.415(h))."""

    id = serializers.UUIDField()
    label_lot = serializers.CharField()
    quantity = serializers.IntegerField()
    destroyed_on = serializers.DateField()
    operator = serializers.CharField()
    witness = serializers.CharField()
    certificate = serializers.UUIDField(source="certificate_id", help_text="A document of the event.")
    certified_at = serializers.DateTimeField()


class LabelIncidentShape(serializers.Serializer):
    """A label incident; `fault` is null until somebody has said what was wrong."""

    fault = serializers.ChoiceField(LabelFault.choices, allow_null=True)
    is_hazardous = serializers.BooleanField(help_text="The sponsor's health-hazard evaluation is asked for.")
    hazard = serializers.CharField(allow_blank=True)
    evaluated_at = serializers.DateTimeField(allow_null=True)
    no_obsolete = serializers.CharField(allow_blank=True, help_text="Why no labels are destroyed.")
    destructions = DestructionShape(many=True)


class FaultGiven(serializers.Serializer):
    fault = serializers.ChoiceField(LabelFault.choices)


class HazardGiven(serializers.Serializer):
    hazard = serializers.CharField(max_length=LONGEST)


class DestructionGiven(serializers.Serializer):
    label_lot = serializers.CharField(max_length=80)
    quantity = serializers.IntegerField(min_value=1, max_value=MOST_LABELS)
    destroyed_on = serializers.DateField()
    operator = serializers.CharField(max_length=120)
    witness = serializers.CharField(max_length=120)
    certificate = serializers.UUIDField(
        source="certificate_id", allow_null=True, default=None, help_text="A document of the event."
    )


class EventLabel(APIView):
    @extend_schema(operation_id="events_label", responses=LabelIncidentShape)
    def get(self, _request: Request, event_id: UUID) -> Response:
        """What is known of the label; empty for an event of another kind."""
        return _answer(QualityEvent.objects.get(pk=event_id))

    @extend_schema(operation_id="events_label_fault", request=FaultGiven, responses=LabelIncidentShape)
    def post(self, request: Request, event_id: UUID) -> Response:
        """Say what was wrong; identity and allergens ask the sponsor for the health-hazard evaluation at once."""
        return _written(request, event_id, FaultGiven, actions.classify_label)


class EventLabelHazard(APIView):
    @extend_schema(operation_id="events_label_hazard", request=HazardGiven, responses=LabelIncidentShape)
    def post(self, request: Request, event_id: UUID) -> Response:
        """The sponsor says who could be hurt, how gravely, how likely (21 CFR 7.41)."""
        return _written(request, event_id, HazardGiven, actions.evaluate_hazard)


class EventLabelDestruction(APIView):
    @extend_schema(operation_id="events_label_destruction", request=DestructionGiven, responses=LabelIncidentShape)
    def post(self, request: Request, event_id: UUID) -> Response:
        """Certify that labels are gone, witnessed by another person."""
        return _written(request, event_id, DestructionGiven, actions.certify_destruction)


class EventLabelNone(APIView):
    @extend_schema(operation_id="events_label_none", request=ReasonGiven, responses=LabelIncidentShape)
    def post(self, request: Request, event_id: UUID) -> Response:
        """Say why no labels are destroyed. Needs a reason."""
        return _written(request, event_id, ReasonGiven, actions.state_no_obsolete)


def _written(request: Request, event_id: UUID, shape: Any, action: Callable[..., object]) -> Response:
    return written(request, event_id, shape, action, _answer)


def _answer(event: QualityEvent) -> Response:
    incident = incident_of(event)
    found = {
        "fault": incident.fault if incident else None,
        "is_hazardous": incident is not None and incident.fault in HAZARDOUS,
        "hazard": incident.hazard if incident else "",
        "evaluated_at": incident.evaluated_at if incident else None,
        "no_obsolete": incident.no_obsolete if incident else "",
        "destructions": event.destructions.order_by("certified_at", "id"),
    }
    return Response(LabelIncidentShape(found).data)

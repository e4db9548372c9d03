"""The material review of an event over the API: parts (ii) to (vi), and a lawful disposition (111.140(b)(3))."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from quality_events import actions
from quality_events.api.events import EventShape, event_answer
from quality_events.api.writing import LONGEST, written
from quality_events.models import QualityEvent
from quality_events.states import EventDisposition, Missed, RootCause


class ReviewGiven(serializers.Serializer):
    """Parts (ii) to (vi) of the material review; what is left out stays as it is. (i) was reported."""

    cause = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)
    effect = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)
    correction = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)
    material_action = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)
    rationale = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)
    other_lots = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)
    root_cause = serializers.ChoiceField(RootCause.choices, required=False, allow_blank=True)
    found_at = serializers.CharField(max_length=80, required=False, allow_blank=True)
    no_capa = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)
    missed = serializers.ChoiceField(Missed.choices, required=False, help_text="Never less than `least_missed`.")
    disposition = serializers.ChoiceField(
        EventDisposition.choices,
        required=False,
        allow_blank=True,
        help_text="One of `lawful_dispositions`, or none yet.",
    )


class EventReview(APIView):
    @extend_schema(operation_id="events_review", request=ReviewGiven, responses=EventShape)
    def post(self, request: Request, event_id: UUID) -> Response:
        """Write the material review (111.140(b)(3)); an unlawful disposition is refused. It is proposed on the page."""

        def record(**given: Any) -> object:
            who = {name: given.pop(name) for name in ("event_id", "by", "reason", "at")}
            event = QualityEvent.objects.get(pk=event_id)
            choices = {name: given.pop(name, getattr(event, name)) for name in ("missed", "disposition")}
            return actions.record_investigation(parts=given, **choices, **who)

        return written(
            request, event_id, ReviewGiven, record, lambda event: Response(event_answer(event.pk, request.actor))
        )

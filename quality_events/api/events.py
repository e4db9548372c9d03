"""Events over the API: reported, read, investigated; what needs a signature is signed on the page."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.clock import now
from kernel.scope import Actor
from lots.api.shapes import AvailableAction
from lots.models import Lot
from parties.refusals import refusable
from quality_events.actions import classify_event, decide_scope, report_event
from quality_events.models import QualityEvent
from quality_events.queries import EventFilters, events, filtered
from quality_events.queries.missed import least_missed_of
from quality_events.states import (
    EVENT,
    LAWFUL,
    Classification,
    EventDisposition,
    EventKind,
    EventState,
    Missed,
    RootCause,
    Standing,
)
from records.rules import check_signs_in_person

MOST_LOTS = 200
NO_LOT = "Name at least one lot. What concerns none is proposed as a corrective action (ADR 0017)."


class EventLotShape(serializers.Serializer):
    id = serializers.UUIDField(source="lot_id")
    number = serializers.CharField(source="lot.number")
    relation = serializers.ChoiceField(["direct", "derived"])
    standing = serializers.ChoiceField(Standing.choices)
    because = serializers.CharField(allow_blank=True, help_text="What it shares with a reported lot.")
    reason = serializers.CharField(allow_blank=True, help_text="Why it is affected, or is not.")
    consented_at = serializers.DateTimeField(allow_null=True, help_text="When the sponsor agreed to letting it go.")


class EventRow(serializers.Serializer):
    id = serializers.UUIDField()
    number = serializers.CharField()
    kind = serializers.ChoiceField(EventKind.choices)
    classification = serializers.ChoiceField(Classification.choices)
    title = serializers.CharField()
    state = serializers.ChoiceField(EventState.choices)
    discovered_at = serializers.DateTimeField()
    reported_at = serializers.DateTimeField()
    reported_by = serializers.CharField(source="reported_by.name")
    clause = serializers.CharField(allow_blank=True)
    needs_sponsor = serializers.BooleanField()
    lots = EventLotShape(many=True, source="event_lots")


class EventShape(EventRow):
    """The whole event, with the seven parts of its material review (111.140(b)(3))."""

    description = serializers.CharField()
    missed = serializers.ChoiceField(Missed.choices)
    least_missed = serializers.ChoiceField(Missed.choices, help_text="By the findings that it answers, and its result.")
    lawful_dispositions = serializers.ListField(
        child=serializers.ChoiceField(EventDisposition.choices), help_text="What may be proposed."
    )
    cause = serializers.CharField(allow_blank=True)
    effect = serializers.CharField(allow_blank=True)
    correction = serializers.CharField(allow_blank=True)
    material_action = serializers.CharField(allow_blank=True)
    rationale = serializers.CharField(allow_blank=True)
    other_lots = serializers.CharField(allow_blank=True)
    root_cause = serializers.ChoiceField(RootCause.choices, allow_blank=True)
    found_at = serializers.CharField(allow_blank=True, help_text="The test or step where it showed.")
    no_capa = serializers.CharField(allow_blank=True, help_text="Why no corrective action is needed.")
    disposition = serializers.ChoiceField(EventDisposition.choices, allow_blank=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    available_actions = AvailableAction(many=True)


class EventQuery(serializers.Serializer):
    """The filters of the list."""

    state = serializers.ChoiceField(["open", "closed"], required=False, default="")
    classification = serializers.ChoiceField(Classification.choices, required=False, default="")


class Reported(serializers.Serializer):
    """An event on lots of one partnership; `answers` are verdicts of their packs (`GET /packs/{id}/gaps/`)."""

    lots = serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=MOST_LOTS, error_messages={"min_length": NO_LOT}
    )
    kind = serializers.ChoiceField(EventKind.choices)
    classification = serializers.ChoiceField(Classification.choices)
    title = serializers.CharField(max_length=200)
    description = serializers.CharField(max_length=20_000)
    missed = serializers.ChoiceField(
        Missed.choices,
        required=False,
        default="",
        help_text="Never less than the answers say; without it, as they say.",
    )
    discovered_at = serializers.DateTimeField()
    answers = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), required=False, default=list, max_length=1000
    )
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class EventList(GenericAPIView):
    """Newest first; `POST` reports one."""

    keyset = ("-reported_at", "-id")
    serializer_class = EventRow
    queryset = QualityEvent.objects.none()  # for the schema alone

    @extend_schema(operation_id="events_list", parameters=[EventQuery], responses=EventRow(many=True))
    def get(self, request: Request) -> Response:
        query = EventQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        page = self.paginate_queryset(filtered(EventFilters(**query.validated_data)))
        return self.get_paginated_response(EventRow(page, many=True).data)

    @extend_schema(operation_id="events_report", request=Reported, responses={201: EventShape})
    def post(self, request: Request) -> Response:
        """Shuts the lots' gates, starts the sponsor's clock, tells both sides."""
        given = Reported(data=request.data)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        lot_ids = list(dict.fromkeys(values.pop("lots")))
        lot = Lot.objects.get(pk=lot_ids[0])
        with refusable(request._request, None, lot):  # noqa: SLF001 - DRF's name for Django's request
            event = report_event(lot_ids=lot_ids, by=request.actor, at=now(), **values)
        return Response(event_answer(event.pk, request.actor), status=201)


class EventDetail(APIView):
    @extend_schema(operation_id="events_get", responses=EventShape)
    def get(self, request: Request, event_id: UUID) -> Response:
        """One event, and what this person may do with it."""
        return Response(event_answer(event_id, request.actor))


class Scoped(serializers.Serializer):
    """Derived lots that the investigation has looked at."""

    lots = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_LOTS)
    standing = serializers.ChoiceField([Standing.INCLUDED, Standing.EXCLUDED])
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class EventScope(APIView):
    @extend_schema(operation_id="events_scope", request=Scoped, responses=EventShape)
    def post(self, request: Request, event_id: UUID) -> Response:
        """Say of derived lots that they are affected, or are not; one that is not is let go. Needs a reason."""
        event = QualityEvent.objects.get(pk=event_id)
        given = Scoped(data=request.data)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        with refusable(request._request, None, event):  # noqa: SLF001 - DRF's name for Django's request
            decide_scope(event_id=event_id, lot_ids=values.pop("lots"), by=request.actor, at=now(), **values)
        return Response(event_answer(event_id, request.actor))


class Classified(serializers.Serializer):
    classification = serializers.ChoiceField(Classification.choices)
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class EventClass(APIView):
    @extend_schema(operation_id="events_classify", request=Classified, responses=EventShape)
    def post(self, request: Request, event_id: UUID) -> Response:
        """A higher class holds at once; a lower one asks the sponsor, who consents on the page. Needs a reason."""
        event = QualityEvent.objects.get(pk=event_id)
        given = Classified(data=request.data)
        given.is_valid(raise_exception=True)
        with refusable(request._request, None, event):  # noqa: SLF001 - DRF's name for Django's request
            classify_event(event_id=event_id, by=request.actor, at=now(), **given.validated_data)
        return Response(event_answer(event_id, request.actor))


class EventSigning(APIView):
    @extend_schema(operation_id="events_sign", request=None, responses=EventShape)
    def post(self, request: Request, event_id: UUID, verb: str) -> Response:
        """Proposing, approving and closing need a signature: refused here, signed on the page."""
        event = QualityEvent.objects.get(pk=event_id)
        with refusable(request._request, None, event):  # noqa: SLF001 - DRF's name for Django's request
            check_signs_in_person(request.actor)
        return Response(event_answer(event_id, request.actor))


def event_answer(event_id: UUID, by: Actor) -> dict[str, Any]:
    """One event with its lots and the moves that this person may make."""
    event = events().prefetch_related("event_lots__lot").get(pk=event_id)
    event.available_actions = EVENT.available(event, by)
    event.least_missed = least_missed_of(event)
    event.lawful_dispositions = LAWFUL[event.missed]
    return EventShape(event).data

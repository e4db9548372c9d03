"""Corrective actions over the API: read and proposed; what needs a signature is signed on the page."""

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
from parties.models import Partnership
from parties.refusals import refusable
from quality_events import actions
from quality_events.models import Capa, QualityEvent
from quality_events.queries.capa import capas, living_actions
from quality_events.states import CAPA, UNFINISHED, CapaSource, CapaState, EventKind, RootCause

MOST_EVENTS = 100


class CapaRow(serializers.Serializer):
    id = serializers.UUIDField()
    number = serializers.CharField()
    title = serializers.CharField()
    source = serializers.ChoiceField(CapaSource.choices)  # type: ignore[assignment]  # a field of this name
    state = serializers.ChoiceField(CapaState.choices)
    needs_sponsor = serializers.BooleanField()
    proposed_at = serializers.DateTimeField()


class CapaActionShape(serializers.Serializer):
    id = serializers.UUIDField()
    what = serializers.CharField()
    owner = serializers.CharField(source="owner.name")
    due_on = serializers.DateField()
    change_number = serializers.CharField(allow_blank=True)
    training = serializers.CharField(allow_blank=True)
    procedure = serializers.CharField(allow_blank=True, help_text="On which somebody must be trained.")
    done_at = serializers.DateTimeField(allow_null=True)
    shown_by = serializers.CharField(allow_blank=True)
    extensions = serializers.IntegerField(source="extensions.count")


class FiguresShape(serializers.Serializer):
    """As last computed; empty before it is watched."""

    outcome = serializers.ChoiceField(["effective", "not_effective", "not_demonstrable"], required=False)
    lots_made = serializers.IntegerField(required=False)
    recurrences = serializers.ListField(child=serializers.CharField(), required=False)


class CapaShape(CapaRow):
    problem = serializers.CharField()
    plan = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(EventKind.choices, allow_blank=True)
    root_cause = serializers.ChoiceField(RootCause.choices, allow_blank=True)
    found_at = serializers.CharField(allow_blank=True)
    exposure_lots = serializers.IntegerField(allow_null=True)
    window_days = serializers.IntegerField(allow_null=True)
    at_most = serializers.IntegerField()
    implemented_at = serializers.DateTimeField(allow_null=True)
    figures = FiguresShape()
    events = serializers.ListField(child=serializers.CharField(), source="event_numbers")
    actions = CapaActionShape(many=True, source="living")
    available_actions = AvailableAction(many=True)


class CapaQuery(serializers.Serializer):
    state = serializers.ChoiceField(["open", *CapaState.values], required=False, default="")


class CapaGiven(serializers.Serializer):
    """A proposal that answers events of one partnership, or a finding or trend of it that no event stands for."""

    partnership = serializers.UUIDField(required=False, help_text="Needed where no event is named.")
    events = serializers.ListField(child=serializers.UUIDField(), required=False, default=list, max_length=MOST_EVENTS)
    source = serializers.ChoiceField(CapaSource.choices, default=CapaSource.EVENT)  # type: ignore[assignment]  # likewise
    reference = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    title = serializers.CharField(max_length=200)
    problem = serializers.CharField(max_length=20_000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs["events"] and "partnership" not in attrs:
            raise serializers.ValidationError("Name the events that it answers, or the partnership.")
        return attrs


class CapaList(GenericAPIView):
    """Newest first; `POST` proposes one."""

    keyset = ("-proposed_at", "-id")
    serializer_class = CapaRow
    queryset = Capa.objects.none()  # for the schema alone

    @extend_schema(operation_id="capas_list", parameters=[CapaQuery], responses=CapaRow(many=True))
    def get(self, request: Request) -> Response:
        query = CapaQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        wanted, found = query.validated_data["state"], capas()
        if wanted:
            found = found.filter(state__in=UNFINISHED if wanted == "open" else [wanted])
        return self.get_paginated_response(CapaRow(self.paginate_queryset(found), many=True).data)

    @extend_schema(operation_id="capas_propose", request=CapaGiven, responses={201: CapaShape})
    def post(self, request: Request) -> Response:
        """Say what is to be corrected for good; both sides are told."""
        given = CapaGiven(data=request.data)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        event_ids = list(dict.fromkeys(values.pop("events")))
        named = values.pop("partnership", None)
        partnership_id = QualityEvent.objects.get(pk=event_ids[0]).partnership_id if event_ids else named
        with refusable(request._request, None, Partnership.objects.get(pk=partnership_id)):  # noqa: SLF001 - DRF's name for Django's request
            found = actions.propose_capa(
                partnership_id=partnership_id,
                event_ids=event_ids,
                by=request.actor,
                reason="",
                at=now(),
                **values,
            )
        return Response(capa_answer(found.pk, request.actor), status=201)


class CapaDetail(APIView):
    @extend_schema(operation_id="capas_get", responses=CapaShape)
    def get(self, request: Request, capa_id: UUID) -> Response:
        """One corrective action, and what this person may do with it."""
        return Response(capa_answer(capa_id, request.actor))


def capa_answer(capa_id: UUID, by: Actor) -> dict[str, Any]:
    """One corrective action with its plan and the moves that this person may make."""
    capa: Any = Capa.objects.get(pk=capa_id)
    capa.event_numbers = list(capa.capa_events.order_by("event__number").values_list("event__number", flat=True))
    capa.living = living_actions(capa)
    capa.available_actions = CAPA.available(capa, by)
    return CapaShape(capa).data

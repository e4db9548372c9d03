"""What turned lots to sponsor release, over the API: to be read and lifted."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.clock import now
from parties.refusals import refusable
from release.actions import lift_override
from release.models import PatternOverride
from release.queries import overrides
from release.states import TurnCause


class OverrideShape(serializers.Serializer):
    """It stands while `lifted_at` is null."""

    id = serializers.UUIDField()
    partnership = serializers.UUIDField(source="partnership_id")
    product_group = serializers.CharField()
    cause = serializers.ChoiceField(TurnCause.choices)
    classification = serializers.CharField(allow_blank=True)
    because = serializers.CharField()
    clause = serializers.CharField()
    lot = serializers.UUIDField(source="lot_id", allow_null=True)
    event = serializers.UUIDField(source="event_id", allow_null=True)
    from_at = serializers.DateTimeField()
    lifted_at = serializers.DateTimeField(allow_null=True)
    lifted_by = serializers.CharField(source="lifted_by.name", allow_null=True, default=None)
    lift_reason = serializers.CharField(allow_blank=True)


class LiftReason(serializers.Serializer):
    reason = serializers.CharField(max_length=2000)


class OverrideList(GenericAPIView):
    """Every cause that turned lots to the sponsor, lifted ones included, the newest last."""

    keyset = ("id",)
    serializer_class = OverrideShape
    queryset = PatternOverride.objects.none()  # for the schema alone

    @extend_schema(operation_id="overrides_list", responses=OverrideShape(many=True))
    def get(self, _request: Request) -> Response:
        page = self.paginate_queryset(overrides().order_by("id"))
        return self.get_paginated_response(OverrideShape(page, many=True).data)


class OverrideLift(APIView):
    @extend_schema(operation_id="overrides_lift", request=LiftReason, responses=OverrideShape)
    def post(self, request: Request, override_id: UUID) -> Response:
        """Lots that the CMO releases from now on follow their pattern again."""
        row = overrides().get(pk=override_id)
        given = LiftReason(data=request.data)
        given.is_valid(raise_exception=True)
        with refusable(request._request, None, row):  # noqa: SLF001 - DRF's name for Django's request
            lift_override(override_id=row.pk, by=request.actor, at=now(), **given.validated_data)
        return Response(OverrideShape(overrides().get(pk=override_id)).data)

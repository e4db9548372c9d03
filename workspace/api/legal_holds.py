"""Legal holds over the API. One is placed without a signature and lifted with one: on the page, by a person."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.clock import now
from lots.models import Lot
from parties.queries import whole_partnerships
from records import actions
from records.models import LegalHold
from records.queries.retention import holds_seen


class LegalHoldShape(serializers.Serializer):
    """Records that a company keeps beyond their day."""

    id = serializers.UUIDField()
    partnership = serializers.UUIDField(source="partnership_id")
    organisation = serializers.UUIDField(source="organisation_id", help_text="Whose hold it is.")
    lot = serializers.UUIDField(source="lot_id", allow_null=True, help_text="Null: everything of the partnership.")
    covers = serializers.CharField(source="label", help_text="In words.")
    reason = serializers.CharField()
    placed_by = serializers.CharField(source="placed_by.name")
    placed_at = serializers.DateTimeField()
    lifted_at = serializers.DateTimeField(allow_null=True)
    lift_reason = serializers.CharField()


class HoldGiven(serializers.Serializer):
    partnership = serializers.UUIDField()
    lot = serializers.UUIDField(required=False, allow_null=True, default=None, help_text="Left out: everything.")
    reason = serializers.CharField(max_length=10_000)


class LegalHoldList(GenericAPIView):
    """Newest first: every hold on records that you may see, lifted ones included."""

    keyset = ("-placed_at", "-id")
    serializer_class = LegalHoldShape
    queryset = LegalHold.objects.none()  # for the schema alone

    @extend_schema(operation_id="legal_holds_list", responses=LegalHoldShape(many=True))
    def get(self, request: Request) -> Response:
        page: Any = self.paginate_queryset(holds_seen().order_by(*self.keyset))
        return self.get_paginated_response(LegalHoldShape(page, many=True).data)

    @extend_schema(operation_id="legal_holds_place", request=HoldGiven, responses={201: LegalHoldShape})
    def post(self, request: Request) -> Response:
        """Keep a lot's records, or all of a partnership, until your company lifts the hold by signature."""
        given = HoldGiven(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        pair = get_object_or_404(whole_partnerships(), pk=data["partnership"])
        lot = get_object_or_404(Lot, pk=data["lot"], partnership_id=pair.pk) if data["lot"] else None
        hold = actions.place_legal_hold(
            partnership_id=pair.pk, lot_id=lot.pk if lot else None,
            label=f"lot {lot.number}" if lot else f"all records of {pair}", by=request.actor, reason=data["reason"],
            at=now(),
        )  # fmt: skip
        return Response(_shown(hold.pk), status=201)


class LegalHoldDetail(APIView):
    @extend_schema(operation_id="legal_holds_retrieve", responses=LegalHoldShape)
    def get(self, request: Request, legal_hold_id: UUID) -> Response:
        return Response(_shown(legal_hold_id))


def _shown(hold_id: UUID) -> Any:
    return LegalHoldShape(get_object_or_404(holds_seen(), pk=hold_id)).data

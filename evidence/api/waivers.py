"""Waivers over the API: to be read and revoked; waiving needs a signature, which no key can give."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence.actions.waivers import revoke_waiver
from evidence.api.shapes import PackReason
from evidence.models import RuleWaiver
from evidence.waivers import standing_waivers
from kernel.clock import now
from parties.refusals import refusable


class WaiverShape(serializers.Serializer):
    """`counts`: it stands and has not run out; the last day still counts."""

    id = serializers.UUIDField()
    rule = serializers.CharField()
    lot = serializers.UUIDField(source="lot_id", allow_null=True)
    product = serializers.UUIDField(source="product_id", allow_null=True)
    valid_until = serializers.DateField()
    clause = serializers.CharField()
    reason = serializers.CharField()
    state = serializers.CharField()
    counts = serializers.BooleanField()
    waived_by = serializers.CharField(source="waived_by.name")
    waived_at = serializers.DateTimeField()


class WaiverList(GenericAPIView):
    """Every waiver, the newest last."""

    keyset = ("id",)
    serializer_class = WaiverShape
    queryset = RuleWaiver.objects.none()  # for the schema alone

    @extend_schema(operation_id="waivers_list", responses=WaiverShape(many=True))
    def get(self, _request: Request) -> Response:
        page = self.paginate_queryset(standing_waivers().order_by("id"))
        return self.get_paginated_response(WaiverShape(page, many=True).data)


class WaiverRevoke(APIView):
    @extend_schema(operation_id="waivers_revoke", request=PackReason, responses=WaiverShape)
    def post(self, request: Request, waiver_id: UUID) -> Response:
        """The rule blocks again."""
        waiver = standing_waivers().get(pk=waiver_id)
        given = PackReason(data=request.data)
        given.is_valid(raise_exception=True)
        with refusable(request._request, None, waiver):  # noqa: SLF001 - DRF's name for Django's request
            revoke_waiver(waiver_id=waiver.pk, by=request.actor, at=now(), **given.validated_data)
        return Response(WaiverShape(standing_waivers().get(pk=waiver_id)).data)

"""Feeds of shipments over the API: what a warehouse or carrier says it carried (R605)."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.clock import now
from parties.models import Partnership
from parties.refusals import refusable
from traceability import actions
from traceability.feed_file import MOST_LINES
from traceability.matching import StatedLine
from traceability.models import FeedLine, Standing
from traceability.queries.feeds import feed_lines


class StatedShape(serializers.Serializer):
    """One line; `line` is its number in the feed's own system, and the same line is the same fact for ever."""

    line = serializers.CharField(max_length=120)
    lot = serializers.CharField(max_length=40)
    product = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    quantity = serializers.DecimalField(max_digits=14, decimal_places=3)
    unit = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    shipped_at = serializers.DateTimeField()
    reference = serializers.CharField(max_length=80)
    consignee = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    permit = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")


class Feeding(serializers.Serializer):
    partnership = serializers.UUIDField()
    feed = serializers.CharField(max_length=80, help_text="Whose feed it is, always the same name.")
    lines = serializers.ListField(child=StatedShape(), max_length=MOST_LINES)
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class FeedLineShape(serializers.Serializer):
    id = serializers.UUIDField()
    partnership = serializers.UUIDField(source="partnership_id")
    feed = serializers.CharField()
    line = serializers.CharField()
    lot = serializers.UUIDField(source="lot_id", allow_null=True)
    lot_number = serializers.CharField()
    quantity = serializers.DecimalField(max_digits=14, decimal_places=3)
    shipped_at = serializers.DateTimeField()
    reference = serializers.CharField()
    standing = serializers.ChoiceField(Standing.choices)
    because = serializers.CharField(allow_blank=True, help_text="Why it is not permitted.")
    shipment = serializers.UUIDField(source="shipment_id", allow_null=True)
    event = serializers.UUIDField(source="event_id", allow_null=True, help_text="The critical event it belongs to.")
    event_number = serializers.CharField(allow_blank=True)
    received_at = serializers.DateTimeField()


class FeedList(GenericAPIView):
    """Lines that were handed in, newest first; `POST` hands lines in, and the same lines again change nothing."""

    keyset = ("-received_at", "-id")
    serializer_class = FeedLineShape
    queryset = FeedLine.objects.none()  # for the schema alone

    @extend_schema(
        operation_id="feeds_list",
        parameters=[OpenApiParameter("standing", enum=Standing.values)],
        responses=FeedLineShape(many=True),
    )
    def get(self, request: Request) -> Response:
        wanted = request.query_params.get("standing", "")
        page = self.paginate_queryset(feed_lines(only=wanted if wanted in Standing.values else ""))
        return self.get_paginated_response(FeedLineShape(page, many=True).data)

    @extend_schema(operation_id="feeds_hand_in", request=Feeding, responses={201: FeedLineShape(many=True)})
    def post(self, request: Request) -> Response:
        given = Feeding(data=request.data)
        given.is_valid(raise_exception=True)
        values: dict[str, Any] = dict(given.validated_data)
        pair = Partnership.objects.get(pk=values.pop("partnership"))
        lines = [StatedLine(**line) for line in values.pop("lines")]
        with refusable(request._request, None, pair):  # noqa: SLF001 - DRF's name for Django's request
            rows = actions.record_feed(partnership_id=pair.pk, lines=lines, by=request.actor, at=now(), **values)
        return Response(FeedLineShape(rows, many=True).data, status=201)

"""Networks of FoodChain-Lab and lists of warehouses over the API, and a lot's own events as EPCIS."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.clock import now
from lots.models import Lot
from parties.refusals import refusable
from traceability import actions
from traceability.api.epcis import RawDocument, Where, body_of
from traceability.feed_file import MOST_LINES
from traceability.lists import OnwardLine
from traceability.models import OnwardShipment
from traceability.outside.lot_events import lot_document

_TRIAL = OpenApiParameter("trial", OpenApiTypes.BOOL, description="Say what would come of it and keep nothing.")


class NetworkImport(APIView):
    parser_classes = [RawDocument]

    @extend_schema(
        operation_id="networks_import",
        request={"application/json": {"type": "object"}},
        parameters=[_TRIAL],
        responses={200: {"type": "object"}},
    )
    def post(self, request: Request) -> Response:
        """Enter a FoodChain-Lab network's lots and which went into which, as the company's own genealogy."""
        given = Where(data=request.query_params)
        given.is_valid(raise_exception=True)
        with refusable(request._request, None):  # noqa: SLF001 - DRF's name for Django's request
            outcome = actions.import_network(
                content=body_of(request), by=request.actor, reason="", at=now(), is_trial=given.validated_data["trial"]
            )
        return Response(outcome)


class LotEvents(APIView):
    @extend_schema(operation_id="lots_epcis", responses={200: {"type": "object", "description": "An EPCISDocument."}})
    def get(self, _request: Request, lot_id: UUID) -> HttpResponse:
        """What is known here of the lot, as EPCIS 2.0: receipts, what it was made of, shipments, holds."""
        lot = Lot.objects.select_related("product").get(pk=lot_id)
        return HttpResponse(lot_document(lot, at=now()), content_type="application/json")


class OnwardTaken(serializers.Serializer):
    line = serializers.CharField(max_length=120)
    lot = serializers.CharField(max_length=40, allow_blank=True)
    product = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    quantity = serializers.DecimalField(max_digits=14, decimal_places=3)
    unit = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    shipped_at = serializers.DateTimeField()
    reference = serializers.CharField(max_length=80)
    account = serializers.CharField(max_length=200)
    account_number = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    gln = serializers.CharField(max_length=13, required=False, allow_blank=True, default="")
    address = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
    contact = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    ship_from = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    sscc = serializers.CharField(max_length=18, required=False, allow_blank=True, default="")


class OnwardTaking(serializers.Serializer):
    source = serializers.CharField(  # type: ignore[assignment]  # DRF takes declared fields out of the class
        max_length=80, help_text="Whose list it is, always the same name."
    )
    lines = serializers.ListField(child=OnwardTaken(), max_length=MOST_LINES)
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class OnwardShape(serializers.Serializer):
    id = serializers.UUIDField()
    source = serializers.CharField()  # type: ignore[assignment]  # likewise
    line = serializers.CharField()
    lot = serializers.UUIDField(source="lot_id", allow_null=True)
    lot_number = serializers.CharField(allow_blank=True)
    account = serializers.UUIDField(source="account_id")
    account_name = serializers.CharField(source="account.name")
    quantity = serializers.DecimalField(max_digits=14, decimal_places=3)
    unit = serializers.CharField(allow_blank=True)
    shipped_at = serializers.DateTimeField()
    reference = serializers.CharField()
    sscc = serializers.CharField(allow_blank=True)


class OnwardList(GenericAPIView):
    """Where the sponsor's goods went on to, newest first; nobody else sees it. The same lines again change nothing."""

    keyset = ("-shipped_at", "-id")
    serializer_class = OnwardShape
    queryset = OnwardShipment.objects.none()  # for the schema alone

    @extend_schema(
        operation_id="onward_list",
        parameters=[OpenApiParameter("lot", OpenApiTypes.UUID)],
        responses=OnwardShape(many=True),
    )
    def get(self, request: Request) -> Response:
        asked = _Lot(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found, lot = OnwardShipment.objects.select_related("account"), asked.validated_data["lot"]
        page = self.paginate_queryset(found.filter(lot_id=lot) if lot else found)
        return self.get_paginated_response(OnwardShape(page, many=True).data)

    @extend_schema(
        operation_id="onward_hand_in", parameters=[_TRIAL], request=OnwardTaking,
        responses={200: OnwardShape(many=True), 201: OnwardShape(many=True)},
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        given, where = OnwardTaking(data=request.data), Where(data=request.query_params)
        given.is_valid(raise_exception=True)
        where.is_valid(raise_exception=True)
        values, is_trial = dict(given.validated_data), where.validated_data["trial"]
        lines = [OnwardLine(**line) for line in values.pop("lines")]
        with refusable(request._request, None):  # noqa: SLF001 - DRF's name for Django's request
            found = actions.record_onward(lines=lines, by=request.actor, at=now(), is_trial=is_trial, **values)
        return Response(OnwardShape([one.row for one in found], many=True).data, status=200 if is_trial else 201)


class _Lot(serializers.Serializer):
    lot = serializers.UUIDField(default=None)

"""Consignees, shipments and counts of stock over the API; a refused shipment says the gate's own sentence."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.clock import now
from lots.models import Lot
from parties.refusals import refusable
from traceability import actions
from traceability.models import Consignee, Shipment, StockCount


class ConsigneeShape(serializers.Serializer):
    id = serializers.UUIDField(read_only=True)
    partnership = serializers.UUIDField(source="partnership_id")
    name = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(Consignee._meta.get_field("kind").choices or [])
    address = serializers.CharField(max_length=2000)
    contact = serializers.CharField(max_length=200)
    gln = serializers.CharField(max_length=13, required=False, allow_blank=True, default="")


class ShipmentShape(serializers.Serializer):
    id = serializers.UUIDField()
    lot = serializers.UUIDField(source="lot_id")
    consignee = serializers.UUIDField(source="consignee_id")
    quantity = serializers.DecimalField(max_digits=14, decimal_places=3)
    unit = serializers.CharField()
    reference = serializers.CharField()
    ship_from = serializers.CharField()
    carrier = serializers.CharField(allow_blank=True)
    sscc = serializers.CharField(allow_blank=True)
    shipped_at = serializers.DateTimeField()
    gate = serializers.JSONField(
        read_only=True, allow_null=True, help_text="The gate's verdict as the database kept it when it was paid."
    )


class Shipping(serializers.Serializer):
    """What is shipped; the unit is the lot's."""

    consignee = serializers.UUIDField()
    quantity = serializers.DecimalField(max_digits=14, decimal_places=3)
    reference = serializers.CharField(max_length=80)
    ship_from = serializers.CharField(max_length=200)
    carrier = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    sscc = serializers.CharField(max_length=18, required=False, allow_blank=True, default="")
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class ConsigneeList(GenericAPIView):
    """Direct accounts, by name."""

    keyset = ("name", "id")
    serializer_class = ConsigneeShape
    queryset = Consignee.objects.none()  # for the schema alone

    @extend_schema(operation_id="consignees_list", responses=ConsigneeShape(many=True))
    def get(self, _request: Request) -> Response:
        page = self.paginate_queryset(Consignee.objects.all())
        return self.get_paginated_response(ConsigneeShape(page, many=True).data)

    @extend_schema(operation_id="consignees_add", request=ConsigneeShape, responses={201: ConsigneeShape})
    def post(self, request: Request) -> Response:
        given = ConsigneeShape(data=request.data)
        given.is_valid(raise_exception=True)
        added = actions.add_consignee(by=request.actor, reason="", at=now(), **given.validated_data)
        return Response(ConsigneeShape(added).data, status=201)


class ShipmentList(GenericAPIView):
    """What has left of one lot, newest first; `POST` ships."""

    keyset = ("-shipped_at", "-id")
    serializer_class = ShipmentShape
    queryset = Shipment.objects.none()  # for the schema alone

    @extend_schema(operation_id="lots_shipments", responses=ShipmentShape(many=True))
    def get(self, _request: Request, lot_id: UUID) -> Response:
        Lot.objects.only("id").get(pk=lot_id)
        page = self.paginate_queryset(Shipment.objects.filter(lot_id=lot_id))
        return self.get_paginated_response(ShipmentShape(page, many=True).data)

    @extend_schema(operation_id="lots_ship", request=Shipping, responses={201: ShipmentShape})
    def post(self, request: Request, lot_id: UUID) -> Response:
        lot = Lot.objects.get(pk=lot_id)
        given = Shipping(data=request.data)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        with refusable(request._request, None, lot):  # noqa: SLF001 - DRF's name for Django's request
            shipment = actions.ship(
                lot_id=lot_id,
                consignee_id=values.pop("consignee"),
                by=request.actor,
                at=now(),
                **values,
            )
        return Response(ShipmentShape(shipment).data, status=201)


class StockCountShape(serializers.Serializer):
    """A count in the lot's unit, with what R604 and R605 said of it."""

    id = serializers.UUIDField(read_only=True)
    lot = serializers.UUIDField(source="lot_id", read_only=True)
    on_hand = serializers.DecimalField(max_digits=14, decimal_places=3)
    sampled = serializers.DecimalField(max_digits=14, decimal_places=3)
    destroyed = serializers.DecimalField(max_digits=14, decimal_places=3)
    place = serializers.CharField(max_length=200)
    counted_at = serializers.DateTimeField()
    verdicts = serializers.JSONField(read_only=True)


class StockCountList(GenericAPIView):
    """Counts of one lot's stock, newest first; `POST` records one."""

    keyset = ("-counted_at", "-id")
    serializer_class = StockCountShape
    queryset = StockCount.objects.none()  # for the schema alone

    @extend_schema(operation_id="lots_stock_counts", responses=StockCountShape(many=True))
    def get(self, _request: Request, lot_id: UUID) -> Response:
        Lot.objects.only("id").get(pk=lot_id)
        page = self.paginate_queryset(StockCount.objects.filter(lot_id=lot_id))
        return self.get_paginated_response(StockCountShape(page, many=True).data)

    @extend_schema(operation_id="lots_count_stock", request=StockCountShape, responses={201: StockCountShape})
    def post(self, request: Request, lot_id: UUID) -> Response:
        lot = Lot.objects.get(pk=lot_id)
        given = StockCountShape(data=request.data)
        given.is_valid(raise_exception=True)
        with refusable(request._request, None, lot):  # noqa: SLF001 - DRF's name for Django's request
            counted = actions.count_stock(lot_id=lot_id, by=request.actor, reason="", at=now(), **given.validated_data)
        return Response(StockCountShape(counted).data, status=201)

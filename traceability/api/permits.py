"""Ship permits for the warehouse's own system. Fail closed: what is not live is a refusal that says why."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.clock import now
from lots.models import Lot
from parties.refusals import refusable
from release.actions import revoke_permit
from release.models import ShipPermit
from release.rules import check_live
from release.states import PermitState
from traceability import actions
from traceability.actions.permits import known_permit
from traceability.api.shipments import ShipmentShape


class PermitShape(serializers.Serializer):
    """A permit; `jws` is its signed form, verified with `/.well-known/oversight-keys.json`."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    lot = serializers.UUIDField(source="lot_id")
    consignee = serializers.UUIDField(source="consignee_id")
    consignee_name = serializers.CharField()
    quantity = serializers.DecimalField(max_digits=14, decimal_places=3)
    unit = serializers.CharField()
    state = serializers.ChoiceField(PermitState.choices)
    issued_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    spent_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)
    revoked_reason = serializers.CharField(allow_blank=True)
    jws = serializers.CharField()


class Permitting(serializers.Serializer):
    """What may leave, in the lot's unit, and for whom."""

    consignee = serializers.UUIDField()
    quantity = serializers.DecimalField(max_digits=14, decimal_places=3)
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class Spending(serializers.Serializer):
    """What the permit does not say about the shipment."""

    reference = serializers.CharField(max_length=80)
    ship_from = serializers.CharField(max_length=200)
    carrier = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    sscc = serializers.CharField(max_length=18, required=False, allow_blank=True, default="")
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class Revoking(serializers.Serializer):
    reason = serializers.CharField(max_length=500)


class PermitList(GenericAPIView):
    """Permits of one lot, newest first; `POST` issues one."""

    keyset = ("-issued_at", "-id")
    serializer_class = PermitShape
    queryset = ShipPermit.objects.none()  # for the schema alone

    @extend_schema(operation_id="lots_permits", responses=PermitShape(many=True))
    def get(self, _request: Request, lot_id: UUID) -> Response:
        Lot.objects.only("id").get(pk=lot_id)
        page = self.paginate_queryset(ShipPermit.objects.filter(lot_id=lot_id))
        return self.get_paginated_response(PermitShape(page, many=True).data)

    @extend_schema(operation_id="lots_permit", request=Permitting, responses={201: PermitShape})
    def post(self, request: Request, lot_id: UUID) -> Response:
        lot = Lot.objects.get(pk=lot_id)
        given = Permitting(data=request.data)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        with refusable(request._request, None, lot):  # noqa: SLF001 - DRF's name for Django's request
            permit = actions.permit_shipment(
                lot_id=lot_id, consignee_id=values.pop("consignee"), by=request.actor, at=now(), **values
            )
        return Response(PermitShape(permit).data, status=201)


class PermitStatus(APIView):
    """200 while goods may leave on it; else a refusal, recorded, with the sentence that says why not."""

    @extend_schema(operation_id="permits_status", responses=PermitShape)
    def get(self, request: Request, permit_id: UUID) -> Response:
        permit = known_permit(permit_id)
        with refusable(request._request, None, permit):  # noqa: SLF001 - DRF's name for Django's request
            check_live(permit, now())
        return Response(PermitShape(permit).data)


class SpendPermit(APIView):
    """Goods leave on the permit: its lot, its quantity, to its consignee; once."""

    @extend_schema(operation_id="permits_spend", request=Spending, responses={201: ShipmentShape})
    def post(self, request: Request, permit_id: UUID) -> Response:
        permit = known_permit(permit_id)
        given = Spending(data=request.data)
        given.is_valid(raise_exception=True)
        with refusable(request._request, None, permit):  # noqa: SLF001 - DRF's name for Django's request
            shipment = actions.spend_permit(permit_id=permit_id, by=request.actor, at=now(), **given.validated_data)
        return Response(ShipmentShape(shipment).data, status=201)


class RevokePermit(APIView):
    """Take it back; goods cannot leave on it any more."""

    @extend_schema(operation_id="permits_revoke", request=Revoking, responses=PermitShape)
    def post(self, request: Request, permit_id: UUID) -> Response:
        permit = known_permit(permit_id)
        given = Revoking(data=request.data)
        given.is_valid(raise_exception=True)
        with refusable(request._request, None, permit):  # noqa: SLF001 - DRF's name for Django's request
            revoked = revoke_permit(permit_id=permit_id, by=request.actor, at=now(), **given.validated_data)
        return Response(PermitShape(revoked).data)

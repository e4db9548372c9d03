"""Holds of a lot."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.clock import now
from lots import actions
from lots.api.shapes import Held, HoldShape, Kept, Reason, hold_answer
from lots.models import Hold, Lot
from lots.queries import holds_of
from parties.refusals import refusable


class LotHolds(APIView):
    """Every hold of a lot; `POST` places one."""

    @extend_schema(operation_id="lots_holds", responses=HoldShape(many=True))
    def get(self, _request: Request, lot_id: UUID) -> Response:
        Lot.objects.only("id").get(pk=lot_id)
        return Response([hold_answer(hold) for hold in holds_of(lot_id)])

    @extend_schema(operation_id="lots_hold", request=Held, responses={201: HoldShape})
    def post(self, request: Request, lot_id: UUID) -> Response:
        lot = Lot.objects.get(pk=lot_id)
        given = Held(data=request.data)
        given.is_valid(raise_exception=True)
        with refusable(request._request, None, lot):  # noqa: SLF001 - DRF's name for Django's request
            hold = actions.place_hold(lot_id=lot_id, by=request.actor, at=now(), **given.validated_data)
        return Response(hold_answer(_shown(hold.pk)), status=201)


class HoldKeep(APIView):
    @extend_schema(operation_id="holds_keep", request=Kept, responses=HoldShape)
    def post(self, request: Request, hold_id: UUID) -> Response:
        """The hold was looked at and stays until the next review; needs a reason."""
        hold = Hold.objects.get(pk=hold_id)
        given = Kept(data=request.data)
        given.is_valid(raise_exception=True)
        with refusable(request._request, None, hold):  # noqa: SLF001 - DRF's name for Django's request
            actions.keep_hold(hold_id=hold_id, by=request.actor, at=now(), **given.validated_data)
        return Response(hold_answer(_shown(hold_id)))


class HoldLift(APIView):
    @extend_schema(operation_id="holds_lift", request=Reason, responses=HoldShape)
    def post(self, request: Request, hold_id: UUID) -> Response:
        """Only the company that placed a hold lifts it; needs a reason."""
        hold = Hold.objects.get(pk=hold_id)
        given = Reason(data=request.data)
        given.is_valid(raise_exception=True)
        with refusable(request._request, None, hold):  # noqa: SLF001 - DRF's name for Django's request
            actions.lift_hold(hold_id=hold_id, by=request.actor, at=now(), **given.validated_data)
        return Response(hold_answer(_shown(hold_id)))


def _shown(hold_id: UUID) -> Hold:
    return Hold.objects.select_related("organisation", "placed_by").get(pk=hold_id)

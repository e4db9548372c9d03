"""The steps of the CMO's operations."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from kernel.clock import now
from lots import actions
from lots.api.shapes import Completed, LotShape, Reason, lot_answer
from lots.models import Lot
from lots.queries import listed
from parties.refusals import refusable


def step(request: Request, lot_id: UUID, shape: type[Serializer], act: Callable[..., Any]) -> Response:
    """Take a step and answer the lot as it is then; a refusal is recorded against the lot."""
    lot = Lot.objects.get(pk=lot_id)  # before the body is judged: a stranger's lot answers 404 whatever is sent
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    with refusable(request._request, None, lot):  # noqa: SLF001 - DRF's name for Django's request
        act(lot_id=lot_id, by=request.actor, at=now(), **given.validated_data)
    return Response(lot_answer(listed().get(pk=lot_id), request.actor))


class LotStart(APIView):
    @extend_schema(operation_id="lots_start", request=Reason, responses=LotShape)
    def post(self, request: Request, lot_id: UUID) -> Response:
        """Begin manufacture: the approved baseline and the agreement are frozen into the lot."""
        return step(request, lot_id, Reason, actions.start_lot)


class LotComplete(APIView):
    @extend_schema(operation_id="lots_complete", request=Completed, responses=LotShape)
    def post(self, request: Request, lot_id: UUID) -> Response:
        """The last unit is packed; the clock for handing over the evidence starts."""
        return step(request, lot_id, Completed, actions.complete_lot)


class LotVoid(APIView):
    @extend_schema(operation_id="lots_void", request=Reason, responses=LotShape)
    def post(self, request: Request, lot_id: UUID) -> Response:
        """A lot typed twice or never made; needs a reason."""
        return step(request, lot_id, Reason, actions.void_lot)

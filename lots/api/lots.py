"""The list of lots and one lot."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.clock import now
from lots import actions
from lots.api.shapes import LotQuery, LotRow, LotShape, Planned, lot_answer
from lots.models import Lot
from lots.queries import listed, numbered


class LotList(GenericAPIView):
    """Newest first; `POST` plans a lot."""

    keyset = ("-created_at", "-id")
    serializer_class = LotRow
    queryset = Lot.objects.none()  # for the schema alone

    @extend_schema(operation_id="lots_list", parameters=[LotQuery], responses=LotRow(many=True))
    def get(self, request: Request) -> Response:
        query = LotQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        wanted = dict(query.validated_data)
        prefix = wanted.pop("number", "")
        lots = numbered(prefix) if prefix else listed()
        page = self.paginate_queryset(lots.filter(**wanted))
        return self.get_paginated_response(LotRow(page, many=True).data)

    @extend_schema(operation_id="lots_plan", request=Planned, responses={201: LotShape})
    def post(self, request: Request) -> Response:
        given = Planned(data=request.data)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        lot = actions.plan_lot(
            product_id=values.pop("product"),
            site_id=values.pop("site"),
            by=request.actor,
            at=now(),
            **values,
        )
        return Response(lot_answer(listed().get(pk=lot.pk), request.actor), status=201)


class LotDetail(APIView):
    """One lot, what may be done with it, and its gate in the same words as on the page."""

    @extend_schema(operation_id="lots_get", responses=LotShape)
    def get(self, request: Request, lot_id: UUID) -> Response:
        return Response(lot_answer(listed().get(pk=lot_id), request.actor))

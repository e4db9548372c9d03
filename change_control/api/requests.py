"""Change requests over the API: the list, one of them, a proposal, and what a lot's pack says otherwise."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from change_control import actions, queries
from change_control.actions.proposing import ChangeDraft
from change_control.api.answers import answer
from change_control.api.shapes import ChangeQuery, ChangeRow, ChangeShape, ComparisonShape, Proposed
from change_control.comparisons import differences_on, last_comparison
from change_control.models import ChangeRequest
from kernel.clock import now
from kernel.scope import Actor
from lots.queries import lot as one_lot
from masters.models import MasterKind
from masters.queries import VALUES
from masters.written import UnreadableContentError, read


class ChangeList(GenericAPIView):
    """Newest first; `POST` proposes a change, as a draft."""

    keyset = queries.ORDER
    serializer_class = ChangeRow
    queryset = ChangeRequest.objects.none()  # for the schema alone

    @extend_schema(operation_id="changes_list", parameters=[ChangeQuery], responses=ChangeRow(many=True))
    def get(self, request: Request) -> Response:
        query = ChangeQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        page = self.paginate_queryset(queries.changes(queries.ChangeFilters(**query.validated_data)))
        return self.get_paginated_response(ChangeRow(page, many=True).data)

    @extend_schema(operation_id="changes_propose", request=Proposed, responses={201: ChangeShape})
    def post(self, request: Request) -> Response:
        given = Proposed(data=request.data)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        product_id, event_id, also = values.pop("product"), values.pop("event"), values.pop("also")
        by: Actor = request.actor  # type: ignore[attr-defined]  # ours
        draft = ChangeDraft(**content_read(values))
        if also:
            keys = [product_id, *also]
            linked = actions.propose_linked(product_ids=keys, content=draft, by=by, reason="", at=now())
            return Response(answer(next(row.pk for row in linked if row.product_id == product_id), by), status=201)
        change = actions.propose(product_id=product_id, content=draft, by=by, reason="", at=now(), event_id=event_id)
        return Response(answer(change.pk, by), status=201)


class ChangeDetail(APIView):
    @extend_schema(operation_id="changes_get", responses=ChangeShape)
    def get(self, request: Request, change_id: UUID) -> Response:
        return Response(answer(change_id, request.actor))  # type: ignore[attr-defined]  # ours


class LotComparison(APIView):
    @extend_schema(operation_id="lots_differences", responses=ComparisonShape)
    def get(self, request: Request, lot_id: UUID) -> Response:
        """What the lot's pack says otherwise than the baseline that it should have been made under."""
        lot = one_lot(lot_id)
        made = last_comparison(lot.pk)
        answer = {
            "pack": made.pack_id if made else None,
            "compared_at": made.compared_at if made else None,
            "event": made.event_id if made else None,
            "differences": differences_on(lot.pk),
        }
        return Response(ComparisonShape(answer).data)


def content_read(values: dict[str, Any]) -> dict[str, Any]:
    """The proposed version as a value of its kind; a 400 that names the field where it cannot be read."""
    if not values["kind"]:
        return values | {"content": None}
    try:
        return values | {"content": read(VALUES[MasterKind(values["kind"])], values["content"])}
    except UnreadableContentError as error:
        raise serializers.ValidationError({"content": [str(error)]}) from error

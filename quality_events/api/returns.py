"""Returned product over the API: recorded, reviewed, investigated; what needs a signature is signed on the page."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.clock import now
from kernel.scope import Actor
from lots.api.shapes import AvailableAction
from masters.models import Product
from parties.refusals import refusable
from quality_events.actions.returns import (
    CameBack,
    investigate_return,
    receive_return,
    record_return_review,
    send_back_return,
)
from quality_events.models import ReturnedProduct
from quality_events.queries.returns import filtered_returns, returns
from quality_events.states import RETURN, ReturnReason, ReturnState

MOST_LOTS = 200
LONG = 20_000
_CAME_BACK = tuple(CameBack.__slots__)


class ReturnRow(serializers.Serializer):
    id = serializers.UUIDField()
    number = serializers.CharField()
    product = serializers.UUIDField(source="product_id")
    lot = serializers.UUIDField(source="lot_id", allow_null=True, help_text="Null: nobody can tell.")
    lot_number = serializers.CharField(source="lot.number", default=None, allow_null=True)
    state = serializers.ChoiceField(ReturnState.choices)
    quantity = serializers.DecimalField(14, 3, help_text="In `unit`, the product's packaged unit.")
    unit = serializers.CharField()
    why = serializers.ChoiceField(ReturnReason.choices)
    received_at = serializers.DateTimeField()
    entered_at = serializers.DateTimeField()


class ReturnShape(ReturnRow):
    """The record of 21 CFR 111.535(b)."""

    returned_by = serializers.CharField()
    words = serializers.CharField(allow_blank=True)
    condition = serializers.CharField()
    place = serializers.CharField(help_text="Where it stands in quarantine.")
    holder = serializers.UUIDField(source="holder_id", help_text="The company that has it.")
    review = serializers.CharField(allow_blank=True)
    implicates_others = serializers.BooleanField(allow_null=True)
    event = serializers.UUIDField(source="event_id", allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    destroyed_on = serializers.DateField(allow_null=True)
    operator = serializers.CharField(allow_blank=True)
    witness = serializers.CharField(allow_blank=True)
    certificate = serializers.UUIDField(source="certificate_id", allow_null=True)
    available_actions = AvailableAction(many=True)


class ReturnQuery(serializers.Serializer):
    state = serializers.ChoiceField(ReturnState.choices, required=False, default="")


class ReturnGiven(serializers.Serializer):
    product = serializers.UUIDField()
    lot = serializers.UUIDField(required=False, allow_null=True, default=None)
    quantity = serializers.DecimalField(14, 3, min_value=Decimal("0.001"))
    returned_by = serializers.CharField(max_length=200)
    why = serializers.ChoiceField(ReturnReason.choices)
    condition = serializers.CharField(max_length=LONG)
    place = serializers.CharField(max_length=200)
    words = serializers.CharField(max_length=LONG, required=False, allow_blank=True, default="")
    received_at = serializers.DateTimeField()


class ReturnReviewGiven(serializers.Serializer):
    review = serializers.CharField(max_length=LONG)
    implicates_others = serializers.BooleanField()


class ReturnLotsGiven(serializers.Serializer):
    lots = serializers.ListField(
        child=serializers.UUIDField(), max_length=MOST_LOTS, help_text="The returned lot is always among them."
    )
    reason = serializers.CharField(max_length=2000)


class ReturnSentBack(serializers.Serializer):
    reason = serializers.CharField(max_length=2000)


class ReturnList(GenericAPIView):
    """Newest first; `POST` records one, in quarantine at the own company."""

    keyset = ("-entered_at", "-id")
    serializer_class = ReturnRow
    queryset = ReturnedProduct.objects.none()  # for the schema alone

    @extend_schema(operation_id="returns_list", parameters=[ReturnQuery], responses=ReturnRow(many=True))
    def get(self, request: Request) -> Response:
        query = ReturnQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        found = filtered_returns(query.validated_data["state"])
        return self.get_paginated_response(ReturnRow(self.paginate_queryset(found), many=True).data)

    @extend_schema(operation_id="returns_receive", request=ReturnGiven, responses={201: ReturnShape})
    def post(self, request: Request) -> Response:
        """Tells both companies and asks them to review it."""
        given = ReturnGiven(data=request.data)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        product = Product.objects.get(pk=values["product"])
        with refusable(request._request, None, product):  # noqa: SLF001 - DRF's name for Django's request
            returned = receive_return(
                product_id=product.pk,
                lot_id=values["lot"],
                came_back=CameBack(**{name: values[name] for name in _CAME_BACK}),
                received_at=values["received_at"],
                by=request.actor,
                reason="",
                at=now(),
            )
        return Response(_answer(returned.pk, request.actor), status=201)


class ReturnDetail(APIView):
    @extend_schema(operation_id="returns_get", responses=ReturnShape)
    def get(self, request: Request, return_id: UUID) -> Response:
        """One return, and what this person may do with it."""
        return Response(_answer(return_id, request.actor))


class ReturnReview(APIView):
    @extend_schema(operation_id="returns_review", request=ReturnReviewGiven, responses=ReturnShape)
    def post(self, request: Request, return_id: UUID) -> Response:
        """Keep the material review (111.510); who wrote it signs on the page."""
        return _written(request, return_id, ReturnReviewGiven, record_return_review)


class ReturnEvent(APIView):
    @extend_schema(operation_id="returns_investigate", request=ReturnLotsGiven, responses=ReturnShape)
    def post(self, request: Request, return_id: UUID) -> Response:
        """Open an event on all lots that the reason may concern (111.530)."""
        return _written(request, return_id, ReturnLotsGiven, investigate_return)


class ReturnSendBack(APIView):
    @extend_schema(operation_id="returns_send_back", request=ReturnSentBack, responses=ReturnShape)
    def post(self, request: Request, return_id: UUID) -> Response:
        """Quality control asks for another review."""
        return _written(request, return_id, ReturnSentBack, send_back_return)


def _written(
    request: Request, return_id: UUID, shape: type[serializers.Serializer], action: Callable[..., Any]
) -> Response:
    returned = ReturnedProduct.objects.get(pk=return_id)
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    values = {"reason": ""} | given.validated_data
    if "lots" in values:
        values["lot_ids"] = values.pop("lots")
    with refusable(request._request, None, returned):  # noqa: SLF001 - DRF's name for Django's request
        action(return_id=return_id, by=request.actor, at=now(), **values)
    return Response(_answer(return_id, request.actor))


def _answer(return_id: UUID, by: Actor) -> dict[str, Any]:
    returned: Any = returns().get(pk=return_id)
    returned.available_actions = RETURN.available(returned, by)
    return ReturnShape(returned).data

"""Change requests over the API: read, propose, submit, withdraw. Decisions are signed, so they are made on the page."""

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
from change_control.comparisons import differences_on, last_comparison
from change_control.drift import TITLES
from change_control.models import ChangeRequest
from change_control.states import CHANGE, ChangeState, ChangeTrigger
from kernel.clock import now
from kernel.scope import Actor
from lots.api.shapes import AvailableAction
from lots.queries import lot as one_lot
from parties.refusals import refusable


class ProductOfChange(serializers.Serializer):
    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()


class ChangeRow(serializers.Serializer):
    id = serializers.UUIDField()
    number = serializers.CharField()
    partnership = serializers.UUIDField(source="partnership_id")
    product = ProductOfChange()
    title = serializers.CharField()
    trigger = serializers.ChoiceField(ChangeTrigger.choices)
    state = serializers.ChoiceField(ChangeState.choices)
    effective_on = serializers.DateField()
    proposed_at = serializers.DateTimeField()
    proposed_by = serializers.CharField(source="proposed_by.name")


class ChangeShape(ChangeRow):
    description = serializers.CharField()
    justification = serializers.CharField()
    impact = serializers.CharField()
    clause = serializers.CharField(allow_blank=True)
    available_actions = AvailableAction(many=True)


class Proposed(serializers.Serializer):
    """What a change request says."""

    product = serializers.UUIDField()
    title = serializers.CharField(max_length=200)
    trigger = serializers.ChoiceField(ChangeTrigger.choices)
    description = serializers.CharField(max_length=20_000)
    justification = serializers.CharField(max_length=20_000)
    impact = serializers.CharField(max_length=20_000)
    effective_on = serializers.DateField()


class ChangeQuery(serializers.Serializer):
    state = serializers.ChoiceField(ChangeState.choices, required=False)
    trigger = serializers.ChoiceField(ChangeTrigger.choices, required=False)
    product_id = serializers.UUIDField(required=False)


class WithReason(serializers.Serializer):
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class DifferenceRow(serializers.Serializer):
    """One difference between a pack and its baseline, with both values."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField([(kind.value, title) for kind, title in TITLES.items()])
    where = serializers.CharField()
    approved = serializers.CharField()
    found = serializers.CharField()
    citation = serializers.CharField()
    change = serializers.CharField(source="change.number", default="", help_text="The approved change that covers it.")


class ComparisonShape(serializers.Serializer):
    """The lot's newest pack against what was approved; `compared_at` null: none was compared yet."""

    pack = serializers.UUIDField(allow_null=True)
    compared_at = serializers.DateTimeField(allow_null=True)
    event = serializers.UUIDField(allow_null=True)
    differences = DifferenceRow(many=True)


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
        product_id = values.pop("product")
        by: Actor = request.actor  # type: ignore[attr-defined]  # ours
        change = actions.propose(product_id=product_id, content=ChangeDraft(**values), by=by, reason="", at=now())
        return Response(_answer(change.pk, by), status=201)


class ChangeDetail(APIView):
    @extend_schema(operation_id="changes_get", responses=ChangeShape)
    def get(self, request: Request, change_id: UUID) -> Response:
        return Response(_answer(change_id, request.actor))  # type: ignore[attr-defined]  # ours


class ChangeSubmit(APIView):
    @extend_schema(operation_id="changes_submit", request=WithReason, responses=ChangeShape)
    def post(self, request: Request, change_id: UUID) -> Response:
        """Hand it in: the agreement's clause says whether the sponsor decides or is told."""
        return _moved(request, change_id, actions.submit)


class ChangeWithdraw(APIView):
    @extend_schema(operation_id="changes_withdraw", request=WithReason, responses=ChangeShape)
    def post(self, request: Request, change_id: UUID) -> Response:
        """Give it up; needs a reason."""
        return _moved(request, change_id, actions.withdraw)


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


def _moved(request: Request, change_id: UUID, step: Any) -> Response:
    change = queries.change(change_id)
    given = WithReason(data=request.data)
    given.is_valid(raise_exception=True)
    with refusable(request._request, None, change):  # noqa: SLF001 - DRF's name for Django's request
        step(change_id=change.pk, by=request.actor, reason=given.validated_data["reason"], at=now())  # type: ignore[attr-defined]  # ours
    return Response(_answer(change_id, request.actor))  # type: ignore[attr-defined]  # ours


def _answer(change_id: UUID, actor: Actor) -> dict[str, Any]:
    change = queries.change(change_id)
    change.available_actions = CHANGE.available(change, actor)  # type: ignore[attr-defined]  # carried to the serializer
    return dict(ChangeShape(change).data)

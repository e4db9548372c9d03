"""Calls upon clauses over the API; a consent is signed on the page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agreements import actions, queries
from agreements.calls import CALL_KINDS
from agreements.models import ClauseCall
from agreements.states import CallState
from kernel.clock import now
from parties.refusals import refusable

LONG = 20_000


class CallPostShape(serializers.Serializer):
    organisation = serializers.CharField(source="organisation.name")
    said_by = serializers.CharField(source="said_by.name")
    said_at = serializers.DateTimeField()
    text = serializers.CharField()


class CallRow(serializers.Serializer):
    id = serializers.UUIDField()
    number = serializers.IntegerField()
    kind = serializers.ChoiceField(CALL_KINDS)
    clause = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(CallState.choices)
    called_by = serializers.CharField(source="called_by.name")
    called_at = serializers.DateTimeField()


class CallShape(CallRow):
    happened_at = serializers.DateTimeField(allow_null=True)
    to_be_told_by = serializers.DateTimeField(allow_null=True, help_text="Until when the clause wanted a notice.")
    has_consent = serializers.BooleanField(allow_null=True)
    posts = CallPostShape(many=True)


class CallGiven(serializers.Serializer):
    kind = serializers.ChoiceField(CALL_KINDS)
    title = serializers.CharField(max_length=200)
    text = serializers.CharField(max_length=LONG)
    happened_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class CallText(serializers.Serializer):
    text = serializers.CharField(max_length=LONG)


class CallReason(serializers.Serializer):
    reason = serializers.CharField(max_length=LONG, required=False, allow_blank=True, default="")


class CallList(GenericAPIView):
    """What was asked and told under an agreement, newest first; `POST` calls upon a clause in force."""

    keyset = queries.CALL_ORDER
    serializer_class = CallRow
    queryset = ClauseCall.objects.none()  # for the schema alone

    @extend_schema(operation_id="agreements_calls", responses=CallRow(many=True))
    def get(self, _request: Request, agreement_id: UUID) -> Response:
        queries.agreement(agreement_id)
        page = self.paginate_queryset(queries.calls_of(agreement_id))
        return self.get_paginated_response(CallRow(page, many=True).data)

    @extend_schema(operation_id="agreements_call_upon", request=CallGiven, responses={201: CallShape})
    def post(self, request: Request, agreement_id: UUID) -> Response:
        agreement = queries.agreement(agreement_id)
        given = CallGiven(data=request.data)
        given.is_valid(raise_exception=True)
        with refusable(request._request, None, agreement):  # noqa: SLF001 - DRF's name for Django's request
            call = actions.call_upon(
                agreement_id=agreement.pk, **given.validated_data, by=request.actor, reason="", at=now()
            )
        return Response(CallShape(queries.call_of(call.pk)).data, status=201)


class CallDetail(APIView):
    @extend_schema(operation_id="calls_get", responses=CallShape)
    def get(self, _request: Request, call_id: UUID) -> Response:
        return Response(CallShape(queries.call_of(call_id)).data)


class CallAnswer(APIView):
    """Answers a request or acknowledges a notice; consent to a subcontractor is signed on the page."""

    @extend_schema(operation_id="calls_answer", request=CallText, responses=CallShape)
    def post(self, request: Request, call_id: UUID) -> Response:
        call = queries.call_of(call_id)
        given = CallText(data=request.data)
        given.is_valid(raise_exception=True)
        with refusable(request._request, None, call):  # noqa: SLF001 - DRF's name for Django's request
            actions.answer_call(call_id=call.pk, **given.validated_data, by=request.actor, reason="", at=now())
        return Response(CallShape(queries.call_of(call_id)).data)


_STEPS: dict[str, Callable[..., Any]] = {
    "ask-again": actions.ask_call_again,
    "settle": actions.settle_call,
    "withdraw": actions.withdraw_call,
}


class CallStep(APIView):
    """Who called asks again, settles or withdraws."""

    step = ""

    @extend_schema(request=CallReason, responses=CallShape)
    def post(self, request: Request, call_id: UUID) -> Response:
        call = queries.call_of(call_id)
        given = CallReason(data=request.data)
        given.is_valid(raise_exception=True)
        with refusable(request._request, None, call):  # noqa: SLF001 - DRF's name for Django's request
            _STEPS[self.step](call_id=call.pk, **given.validated_data, by=request.actor, at=now())
        return Response(CallShape(queries.call_of(call_id)).data)

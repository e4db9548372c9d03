"""Verification after release, over the API."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.clock import now
from parties.refusals import refusable
from release.actions import accept_verification, dispute_verification
from release.models import Verification
from release.queries import verifications
from release.states import VerificationState


class VerificationShape(serializers.Serializer):
    """The draw: SHA-256 of "seed/lot" modulo `one_in` is 0; 1 is always, 0 never."""

    id = serializers.UUIDField()
    lot = serializers.UUIDField(source="lot_id")
    state = serializers.ChoiceField(VerificationState.choices)
    quarter = serializers.CharField()
    position = serializers.IntegerField()
    plan = serializers.CharField()
    one_in = serializers.IntegerField()
    basis = serializers.CharField()
    seed = serializers.CharField()
    clause = serializers.CharField()
    drawn_at = serializers.DateTimeField()
    decided_by = serializers.CharField(source="decided_by.name", allow_null=True, default=None)
    decided_at = serializers.DateTimeField(allow_null=True)
    remark = serializers.CharField(allow_blank=True)


class VerificationRemark(serializers.Serializer):
    reason = serializers.CharField(max_length=2000, allow_blank=True, default="")


class VerificationList(GenericAPIView):
    """Every release that needed no sponsor, drawn or not, the newest last."""

    keyset = ("id",)
    serializer_class = VerificationShape
    queryset = Verification.objects.none()  # for the schema alone

    @extend_schema(operation_id="verifications_list", responses=VerificationShape(many=True))
    def get(self, _request: Request) -> Response:
        page = self.paginate_queryset(verifications().order_by("id"))
        return self.get_paginated_response(VerificationShape(page, many=True).data)


class VerificationAccept(APIView):
    @extend_schema(operation_id="verifications_accept", request=VerificationRemark, responses=VerificationShape)
    def post(self, request: Request, verification_id: UUID) -> Response:
        """The release was right."""
        return _said(accept_verification, request, verification_id)


class VerificationDispute(APIView):
    @extend_schema(operation_id="verifications_dispute", request=VerificationRemark, responses=VerificationShape)
    def post(self, request: Request, verification_id: UUID) -> Response:
        """The release was not right: the sponsor's hold is placed. Needs a reason."""
        return _said(dispute_verification, request, verification_id)


def _said(action: Any, request: Request, verification_id: UUID) -> Response:
    row = verifications().get(pk=verification_id)
    given = VerificationRemark(data=request.data)
    given.is_valid(raise_exception=True)
    with refusable(request._request, None, row):  # noqa: SLF001 - DRF's name for Django's request
        action(verification_id=row.pk, by=request.actor, at=now(), **given.validated_data)
    return Response(VerificationShape(verifications().get(pk=verification_id)).data)

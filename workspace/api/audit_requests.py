"""What auditors ask for over the API: read by both companies, answered by the one that was asked."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.clock import now
from workspace import actions
from workspace.actions.audit_requests import Answer
from workspace.models import AuditRequest
from workspace.queries.requests import requests_seen
from workspace.states import RequestState


class AuditRequestShape(serializers.Serializer):
    """A document or record that an auditor asks for, and what came of it."""

    id = serializers.UUIDField()
    partnership = serializers.UUIDField(source="partnership_id")
    number = serializers.IntegerField()
    state = serializers.ChoiceField(RequestState.choices)
    asked_of = serializers.UUIDField(source="asked_of_id", help_text="The company that answers.")
    asked_by = serializers.CharField(source="asked_by.name")
    asked_at = serializers.DateTimeField()
    words = serializers.CharField()
    due_at = serializers.DateTimeField()
    answer = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)
    record = serializers.CharField(source="record_label", help_text="The record that answers it.")
    file = serializers.UUIDField(source="file_id", allow_null=True, help_text="The file that answers it.")


class AnswerGiven(serializers.Serializer):
    words = serializers.CharField(max_length=10_000)
    record = serializers.CharField(
        max_length=60, required=False, default="", help_text="Number of a lot or event that the auditor’s access shows."
    )


class DeclineGiven(serializers.Serializer):
    words = serializers.CharField(max_length=10_000, help_text="Why not; the auditor reads it word for word.")


class AuditRequestList(GenericAPIView):
    """Newest first: what auditors have asked of either company."""

    keyset = ("-asked_at", "-id")
    serializer_class = AuditRequestShape
    queryset = AuditRequest.objects.none()  # for the schema alone

    @extend_schema(operation_id="audit_requests_list", responses=AuditRequestShape(many=True))
    def get(self, request: Request) -> Response:
        page: Any = self.paginate_queryset(requests_seen().order_by(*self.keyset))
        return self.get_paginated_response(AuditRequestShape(page, many=True).data)


class AuditRequestDetail(APIView):
    @extend_schema(operation_id="audit_requests_retrieve", responses=AuditRequestShape)
    def get(self, request: Request, request_id: UUID) -> Response:
        return Response(_shown(request_id))


class AuditRequestAnswer(APIView):
    @extend_schema(operation_id="audit_requests_answer", request=AnswerGiven, responses=AuditRequestShape)
    def post(self, request: Request, request_id: UUID) -> Response:
        """Answer with words, and perhaps the number of a record. A file is handed over on the page."""
        row, given = get_object_or_404(requests_seen(), pk=request_id), AnswerGiven(data=request.data)
        given.is_valid(raise_exception=True)
        actions.answer(request_id=row.pk, given=Answer(**given.validated_data), by=request.actor, reason="", at=now())
        return Response(_shown(request_id))


class AuditRequestDecline(APIView):
    @extend_schema(operation_id="audit_requests_decline", request=DeclineGiven, responses=AuditRequestShape)
    def post(self, request: Request, request_id: UUID) -> Response:
        """Say why not."""
        row, given = get_object_or_404(requests_seen(), pk=request_id), DeclineGiven(data=request.data)
        given.is_valid(raise_exception=True)
        actions.decline(request_id=row.pk, **given.validated_data, by=request.actor, reason="", at=now())
        return Response(_shown(request_id))


def _shown(request_id: UUID) -> Any:
    return AuditRequestShape(get_object_or_404(requests_seen(), pk=request_id)).data

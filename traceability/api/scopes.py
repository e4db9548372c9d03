"""Scopes over the API: asked and kept, read again with what has changed since."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.clock import now
from parties.refusals import refusable
from traceability import actions
from traceability.models import ScopeRun
from traceability.queries.runs import since
from traceability.scoping.question import USES, Question


class Asked(serializers.Serializer):
    """All that is given must hold together; numbers are compared as written."""

    forward = serializers.BooleanField(default=True)
    lots = serializers.ListField(child=serializers.UUIDField(), max_length=500, required=False, default=list)
    number = serializers.CharField(max_length=64, required=False, allow_blank=True, default="")
    supplier_lot = serializers.CharField(max_length=64, required=False, allow_blank=True, default="")
    supplier = serializers.CharField(max_length=250, required=False, allow_blank=True, default="")
    item = serializers.CharField(max_length=64, required=False, allow_blank=True, default="")
    received_from = serializers.DateField(required=False, allow_null=True, default=None)
    received_until = serializers.DateField(required=False, allow_null=True, default=None)
    use = serializers.ChoiceField(choices=USES, required=False, allow_blank=True, default="")
    used = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    used_from = serializers.DateTimeField(required=False, allow_null=True, default=None)
    used_until = serializers.DateTimeField(required=False, allow_null=True, default=None)
    near = serializers.ListField(
        child=serializers.ChoiceField(choices=USES), max_length=len(USES), required=False, default=list
    )
    near_hours = serializers.IntegerField(min_value=0, max_value=8760, required=False, default=0)


class Asking(serializers.Serializer):
    question = Asked()
    known_at = serializers.DateTimeField(
        required=False, allow_null=True, default=None, help_text="Answer by what was recorded then."
    )
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class RunShape(serializers.Serializer):
    id = serializers.UUIDField()
    question = serializers.JSONField()
    known_at = serializers.DateTimeField(allow_null=True)
    asked_at = serializers.DateTimeField()
    rows = serializers.IntegerField()
    sha256 = serializers.CharField()
    code_version = serializers.CharField()


class ScopeChangeShape(serializers.Serializer):
    """Numbers of lots."""

    sentence = serializers.CharField()
    added = serializers.ListField(child=serializers.CharField())
    removed = serializers.ListField(child=serializers.CharField())
    changed = serializers.ListField(child=serializers.CharField())


class WholeRunShape(RunShape):
    answer = serializers.JSONField(help_text="Rows by key, accounts, counts of what belongs to other customers.")
    is_whole = serializers.BooleanField(help_text="The answer still has its hash.")
    since = ScopeChangeShape(help_text="What the same question answers differently now.")


class ScopeList(GenericAPIView):
    """Scopes that the company kept, newest first; `POST` asks and keeps one."""

    keyset = ("-asked_at", "-id")
    serializer_class = RunShape
    queryset = ScopeRun.objects.none()  # for the schema alone

    @extend_schema(operation_id="scopes_list", responses=RunShape(many=True))
    def get(self, _request: Request) -> Response:
        page = self.paginate_queryset(ScopeRun.objects.defer("answer").order_by("-asked_at", "-id"))
        return self.get_paginated_response(RunShape(page, many=True).data)

    @extend_schema(operation_id="scopes_ask", request=Asking, responses={201: WholeRunShape})
    def post(self, request: Request) -> Response:
        given = Asking(data=request.data)
        given.is_valid(raise_exception=True)
        asked = dict(given.validated_data["question"])
        question = Question(**asked | {"lots": tuple(asked["lots"]), "near": tuple(asked["near"])})
        with refusable(request._request, None, None):  # noqa: SLF001 - DRF's name for Django's request
            run = actions.run_scope(
                question=question,
                known_at=given.validated_data["known_at"],
                by=request.actor,
                reason=given.validated_data["reason"],
                at=now(),
            )
        return Response(_whole(run), status=201)


class ScopeDetail(APIView):
    """One, with what has changed since."""

    @extend_schema(operation_id="scopes_read", responses=WholeRunShape)
    def get(self, _request: Request, run_id: UUID) -> Response:
        return Response(_whole(ScopeRun.objects.get(pk=run_id)))


def _whole(run: ScopeRun) -> dict[str, object]:
    changed, is_whole = since(run)
    told = {
        "sentence": changed.sentence,
        "added": changed.added,
        "removed": changed.removed,
        "changed": changed.changed,
    }
    return {**RunShape(run).data, "answer": run.answer, "is_whole": is_whole, "since": told}

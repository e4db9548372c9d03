"""Sealed packages over the API: all records of a partnership asked for, followed, taken."""

from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.clock import now
from parties.queries import whole_partnerships
from records.models import SealedReport
from records.states import ReportState
from workspace import actions
from workspace.outside.handing import sealed_file
from workspace.outside.packages import PACKAGES, ZIP


class PackageShape(serializers.Serializer):
    """A ZIP file with proofs, which `oversight-verify` checks without an account."""

    id = serializers.UUIDField()
    partnership = serializers.UUIDField(source="partnership_id")
    kind = serializers.ChoiceField([(kind.code, kind.words) for kind in PACKAGES.values()])
    title = serializers.CharField()
    state = serializers.ChoiceField(ReportState.choices)
    progress = serializers.IntegerField(help_text="Percent.")
    requested_at = serializers.DateTimeField()
    sealed_at = serializers.DateTimeField(allow_null=True)
    sha256 = serializers.CharField(help_text="Of the file; empty while it is made.")
    size = serializers.IntegerField(allow_null=True)
    problem = serializers.CharField()


class PackageGiven(serializers.Serializer):
    partnership = serializers.UUIDField()


class PackageList(GenericAPIView):
    """Newest first: the packages that you may take."""

    keyset = ("-requested_at", "-id")
    serializer_class = PackageShape
    queryset = SealedReport.objects.none()  # for the schema alone

    @extend_schema(operation_id="packages_list", responses=PackageShape(many=True))
    def get(self, request: Request) -> Response:
        page: Any = self.paginate_queryset(_packages().order_by(*self.keyset))
        return self.get_paginated_response(PackageShape(page, many=True).data)

    @extend_schema(operation_id="packages_ask", request=PackageGiven, responses={202: PackageShape})
    def post(self, request: Request) -> Response:
        """Ask for all records of a partnership, for your own company's eyes; a worker makes the package."""
        given = PackageGiven(data=request.data)
        given.is_valid(raise_exception=True)
        pair = get_object_or_404(whole_partnerships(), pk=given.validated_data["partnership"])
        report = actions.request_all_records(partnership_id=pair.pk, by=request.actor, reason="", at=now())
        return Response(PackageShape(report).data, status=202)


class PackageDetail(APIView):
    @extend_schema(operation_id="packages_retrieve", responses=PackageShape)
    def get(self, request: Request, report_id: UUID) -> Response:
        return Response(PackageShape(get_object_or_404(_packages(), pk=report_id)).data)


class PackageFile(APIView):
    @extend_schema(operation_id="packages_file", responses={(200, ZIP): OpenApiTypes.BINARY})
    def get(self, request: Request, report_id: UUID) -> HttpResponseBase:
        """The sealed file; who took it is on record."""
        report = get_object_or_404(_packages(), pk=report_id)
        actions.note_download(report=report, by=request.actor, at=now())
        return sealed_file(report)


def _packages() -> Any:
    return SealedReport.objects.filter(kind__in=list(PACKAGES))

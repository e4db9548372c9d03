"""Quality agreements over the API: read-only, since everything else about them ends in a signature."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agreements import queries
from agreements.clauses import in_words
from agreements.models import Agreement, AgreementVersion
from agreements.states import ClauseKind, VersionState
from kernel.clock import now


class ClauseShape(serializers.Serializer):
    """A typed clause; `words` is how pages and reports show it."""

    number = serializers.CharField()
    kind = serializers.ChoiceField(ClauseKind.choices)
    title = serializers.CharField()
    parameters = serializers.DictField()
    words = serializers.CharField()


class AgreementSignature(serializers.Serializer):
    printed_name = serializers.CharField()
    role = serializers.CharField()
    organisation = serializers.CharField(source="organisation.name")
    meaning = serializers.CharField()
    signed_at = serializers.DateTimeField()
    content_hash = serializers.CharField()


class AgreementVersionRow(serializers.Serializer):
    """A version; `standing` is what it is today: planned, in_force, expiring, superseded, expired, …"""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    state = serializers.ChoiceField(VersionState.choices)
    standing = serializers.CharField()
    effective_from = serializers.DateField()
    effective_until = serializers.DateField(allow_null=True)
    signed_at = serializers.DateTimeField(allow_null=True)


class AgreementVersionShape(AgreementVersionRow):
    content_hash = serializers.CharField(allow_blank=True)
    clauses = ClauseShape(many=True)
    signatures = AgreementSignature(many=True)


class AgreementRow(serializers.Serializer):
    id = serializers.UUIDField()
    partnership = serializers.UUIDField()
    number = serializers.CharField()
    title = serializers.CharField()
    product_group = serializers.CharField()
    versions = AgreementVersionRow(many=True)


class AgreementList(GenericAPIView):
    """Every agreement with its versions, by number."""

    keyset = ("number", "id")
    serializer_class = AgreementRow
    queryset = Agreement.objects.none()  # for the schema alone

    @extend_schema(operation_id="agreements_list", responses=AgreementRow(many=True))
    def get(self, _request: Request) -> Response:
        today = now().date()
        page = self.paginate_queryset(queries.agreements())
        rows = [_agreement(found, today) for found in page or []]
        return self.get_paginated_response(AgreementRow(rows, many=True).data)


class AgreementDetail(APIView):
    @extend_schema(operation_id="agreements_get", responses=AgreementRow)
    def get(self, _request: Request, agreement_id: UUID) -> Response:
        return Response(AgreementRow(_agreement(queries.agreement(agreement_id), now().date())).data)


class VersionDetail(APIView):
    """One version with its clauses and the signatures that hold for its content."""

    @extend_schema(operation_id="agreement_versions_get", responses=AgreementVersionShape)
    def get(self, _request: Request, version_id: UUID) -> Response:
        version = queries.version(version_id)
        every = list(queries.versions_of(version.agreement_id))
        answer = _version(version, every, now().date()) | {
            "content_hash": version.content_hash,
            "clauses": [
                {
                    "number": clause.number,
                    "kind": clause.kind,
                    "title": clause.title,
                    "parameters": clause.parameters,
                    "words": in_words(clause.kind, clause.parameters),
                }
                for clause in version.clauses.all()
            ],
            "signatures": list(queries.signatures_on(version)),
        }
        return Response(AgreementVersionShape(answer).data)


def _agreement(found: Agreement, today: Any) -> dict[str, Any]:
    versions = list(found.versions.all())
    return {
        "id": found.pk,
        "partnership": found.partnership_id,
        "number": found.number,
        "title": found.title,
        "product_group": found.product_group,
        "versions": [_version(version, versions, today) for version in versions],
    }


def _version(version: AgreementVersion, every: list[AgreementVersion], today: Any) -> dict[str, Any]:
    return {
        "id": version.pk,
        "version": version.version,
        "state": version.state,
        "standing": queries.standing_of(version, every, today).code,
        "effective_from": version.effective_from,
        "effective_until": version.effective_until,
        "signed_at": version.signed_at,
    }

"""What the rules said about a pack."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from evidence.api.shapes import VerdictQuery, VerdictShape, verdict_answer
from evidence.models import Pack, RuleVerdict
from evidence.presentation.verdicts import shown
from evidence.queries import gaps, verdicts_of


class _Verdicts(GenericAPIView):
    keyset = ("id",)
    serializer_class = VerdictShape
    queryset = RuleVerdict.objects.none()  # for the schema alone

    def answer(self, verdicts: QuerySet[Any]) -> Response:
        page = self.paginate_queryset(verdicts) or []
        return self.get_paginated_response([verdict_answer(verdict, shown(verdict)) for verdict in page])


class PackVerdicts(_Verdicts):
    @extend_schema(operation_id="packs_verdicts", parameters=[VerdictQuery], responses=VerdictShape(many=True))
    def get(self, request: Request, pack_id: UUID) -> Response:
        """Every verdict, also of what passed, with its inputs."""
        pack = Pack.objects.get(pk=pack_id)
        query = VerdictQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        return self.answer(verdicts_of(pack).filter(**query.validated_data))


class PackGaps(_Verdicts):
    @extend_schema(operation_id="packs_gaps", responses=VerdictShape(many=True))
    def get(self, _request: Request, pack_id: UUID) -> Response:
        """What blocks: failed, or in need of an event that nobody has reported; each with who cures it and how."""
        pack = Pack.objects.get(pk=pack_id)
        return self.answer(verdicts_of(pack).filter(pk__in=gaps([pack.pk]).values("pk")))

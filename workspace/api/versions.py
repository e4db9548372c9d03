"""Baselines in two times and the lots of a version over the API."""

from typing import Any
from uuid import UUID

from django.utils.http import urlencode
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from workspace.queries.under_versions import ASKED, LotUnder, asked_version, lots_asked


class VersionQuery(serializers.Serializer):
    ask = serializers.ChoiceField(list(ASKED.items()), default="under")
    after = serializers.CharField(required=False, max_length=100, help_text="Where the page before ended.")


class ConsigneeUnits(serializers.Serializer):
    consignee = serializers.CharField()
    units = serializers.DecimalField(max_digits=14, decimal_places=3)


class LotUnderShape(serializers.Serializer):
    """A lot under a version: what it was made to, and where its units are."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    state = serializers.CharField()
    made_to = serializers.UUIDField(help_text="The row of the version that was frozen into the lot.")
    corrected_at = serializers.DateTimeField(allow_null=True, help_text="When that row was corrected.")
    started_at = serializers.DateTimeField()
    completed_at = serializers.DateTimeField(allow_null=True)
    unit = serializers.CharField()
    on_stock = serializers.DecimalField(max_digits=14, decimal_places=3)
    shipped = serializers.DecimalField(max_digits=14, decimal_places=3)
    shipped_to = ConsigneeUnits(many=True)


class LotsUnderShape(serializers.Serializer):
    version = serializers.UUIDField(help_text="The row that holds now.")
    kind = serializers.CharField()
    begins_on = serializers.DateField()
    approved_at = serializers.DateTimeField()
    results = LotUnderShape(many=True)
    next = serializers.URLField(allow_null=True)


class VersionLots(APIView):
    """Which lots a version of a master concerns, the latest start first."""

    @extend_schema(operation_id="master_versions_lots", parameters=[VersionQuery], responses=LotsUnderShape)
    def get(self, request: Request, master_version_id: UUID) -> Response:
        asked = asked_version(master_version_id)
        query = VersionQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        question = query.validated_data["ask"]
        page = lots_asked(asked, question, after=query.validated_data.get("after", ""))
        url = reverse("master-version-lots", args=[master_version_id], request=request)
        answer = {
            "version": asked.holds.pk,
            "kind": asked.kind.value,
            "begins_on": asked.holds.valid_from,
            "approved_at": asked.approved_at,
            "results": [_lot(row) for row in page.rows],
            "next": _next(url, question, page.after),
        }
        return Response(LotsUnderShape(answer).data)


def _next(url: str, question: str, after: str) -> str | None:
    return f"{url}?{urlencode({'ask': question, 'after': after})}" if after else None


def _lot(row: LotUnder) -> dict[str, Any]:
    lot = row.lot
    return {
        "id": lot.pk, "number": lot.number, "state": lot.state, "made_to": row.made_to.pk,
        "corrected_at": row.made_to.recorded_until, "started_at": lot.started_at, "completed_at": lot.completed_at,
        "unit": lot.unit, "on_stock": row.on_stock, "shipped": row.shipped,
        "shipped_to": [{"consignee": name, "units": units} for name, units in row.consignees],
    }  # fmt: skip

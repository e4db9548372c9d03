"""Which lot went into which, over the API: tried first, then entered whole or not at all (21 CFR 111.260(a), (d))."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.clock import now
from lots import actions, rules
from lots.genealogy_file import MOST_ROWS, StatedRow
from lots.queries.naming import planned
from lots.states import EdgeKind, MaterialKind
from parties.refusals import refusable

_MADE = [kind for kind in MaterialKind.values if kind != MaterialKind.RECEIVED]


class GenealogyRow(serializers.Serializer):
    """Lot `parent` went into lot `child`, both of the own company and by number; the item tells equal numbers apart."""

    kind = serializers.ChoiceField(EdgeKind.choices)
    parent = serializers.CharField(max_length=64)  # type: ignore[assignment]  # the field’s name on the wire
    parent_item = serializers.CharField(max_length=64, required=False, allow_blank=True, default="")
    child = serializers.CharField(max_length=64)
    child_item = serializers.CharField(max_length=64, required=False, allow_blank=True, default="")
    child_kind = serializers.ChoiceField(
        _MADE, required=False, allow_blank=True, default="", help_text="Enters the child where it is not on record."
    )
    quantity = serializers.DecimalField(max_digits=24, decimal_places=12, required=False, allow_null=True, default=None)
    unit = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    happened_on = serializers.DateField(required=False, allow_null=True, default=None)
    container = serializers.CharField(max_length=64, required=False, allow_blank=True, default="")


class Stating(serializers.Serializer):
    rows = serializers.ListField(child=GenealogyRow(), min_length=1, max_length=MOST_ROWS)
    dry_run = serializers.BooleanField(default=False, help_text="Only say what each row would do.")
    keep_circles = serializers.BooleanField(
        default=False, help_text="Take another system's records as they are, lots that lead to themselves included."
    )
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class RowOutcome(serializers.Serializer):
    parent = serializers.UUIDField(source="parent_id", allow_null=True)  # type: ignore[assignment]  # likewise
    child = serializers.UUIDField(source="child_id", allow_null=True)
    is_new = serializers.BooleanField(help_text="The child is entered with it.")
    problem = serializers.CharField(allow_blank=True)


class Stated(serializers.Serializer):
    source = serializers.UUIDField(  # type: ignore[assignment]  # likewise
        allow_null=True, help_text="The same rows stand under the same one."
    )
    edges = serializers.IntegerField()
    rows = RowOutcome(many=True)


class Genealogy(APIView):
    """`POST` says which lot went into which; the same rows again change nothing."""

    @extend_schema(operation_id="genealogy_state", request=Stating, responses={200: Stated, 201: Stated})
    def post(self, request: Request) -> Response:
        given = Stating(data=request.data)
        given.is_valid(raise_exception=True)
        told: dict[str, Any] = dict(given.validated_data)
        rows = [StatedRow(**row) for row in told.pop("rows")]
        company = request.actor.company_id
        with refusable(request._request, None, None):  # noqa: SLF001 - DRF's name for Django's request
            if told.pop("dry_run"):
                rules.check_may_link(request.actor, company)
                found = planned(company, rows)
                return Response(Stated({"source": None, "edges": 0, "rows": found}).data)
            edges = actions.import_genealogy(organisation_id=company, rows=rows, by=request.actor, at=now(), **told)
        return Response(Stated({"source": edges[0].source_id, "edges": len(edges), "rows": []}).data, status=201)

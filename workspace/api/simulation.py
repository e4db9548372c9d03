"""A version of an agreement tried on the last twelve months, and what its clauses did, over the API."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agreements import queries
from kernel.clock import now
from workspace.queries.dead_clauses import clause_uses
from workspace.queries.simulating import past_lots, simulate


class SimulatedLot(serializers.Serializer):
    lot = serializers.UUIDField()
    number = serializers.CharField()
    new_reasons = serializers.ListField(child=serializers.CharField(), help_text="Conditions of the gate, by code.")


class SimulatedClock(serializers.Serializer):
    clock = serializers.UUIDField(source="key")
    title = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True, help_text="Under this version; null: no such deadline.")


class UsedClause(serializers.Serializer):
    number = serializers.CharField()
    title = serializers.CharField()
    is_dead = serializers.BooleanField(help_text="It could have done something and did not.")


class SimulationShape(serializers.Serializer):
    sentence = serializers.CharField()
    since = serializers.DateField()
    until = serializers.DateField()
    lots = serializers.IntegerField()
    blocked = SimulatedLot(many=True)
    let_go = SimulatedLot(many=True)
    to_sponsor = SimulatedLot(many=True)
    to_cmo = SimulatedLot(many=True)
    clocks = serializers.IntegerField()
    breached = SimulatedClock(many=True)
    kept = SimulatedClock(many=True)
    clauses = UsedClause(many=True)


_FIGURES = (
    "sentence", "since", "until", "lots", "blocked", "let_go", "to_sponsor", "to_cmo", "clocks", "breached", "kept",
)  # fmt: skip


class SimulationAnswer(APIView):
    """Computed as of now from the lots and deadlines of the last twelve months."""

    @extend_schema(operation_id="agreement_versions_simulation", responses=SimulationShape)
    def get(self, _request: Request, version_id: UUID) -> Response:
        version, at = queries.version(version_id), now()
        past = past_lots(version, at)
        result = simulate(version, past, at)
        shown = {name: getattr(result, name) for name in _FIGURES}
        return Response(SimulationShape(shown | {"clauses": clause_uses(version, past, at)}).data)

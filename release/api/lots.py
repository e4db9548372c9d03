"""The gate over the API, computed live, in the same words as on the page. Decisions are signed on pages only."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.clock import now
from lots.models import Lot
from release.balance import balance
from release.queries import decisions_of, panel_of
from release.states import Decision, Stage
from release.wording import pattern_words, who_cures


class LiveReason(serializers.Serializer):
    code = serializers.CharField()
    is_met = serializers.BooleanField()
    sentence = serializers.CharField()
    clause = serializers.CharField(allow_blank=True)
    needs = serializers.CharField(allow_blank=True)


class BalanceShape(serializers.Serializer):
    """Of the quantity made: released, rejected, and still to be decided."""

    made = serializers.DecimalField(max_digits=14, decimal_places=3)
    released = serializers.DecimalField(max_digits=14, decimal_places=3)
    rejected = serializers.DecimalField(max_digits=14, decimal_places=3)
    remaining = serializers.DecimalField(max_digits=14, decimal_places=3)


class LiveGate(serializers.Serializer):
    is_open = serializers.BooleanField()
    balance = BalanceShape()
    releasable = serializers.DecimalField(max_digits=14, decimal_places=3)
    unit = serializers.CharField()
    valid_until = serializers.DateTimeField(allow_null=True)
    checked_at = serializers.DateTimeField()
    pattern = serializers.CharField()
    sentence = serializers.CharField(allow_blank=True, help_text="Why a shipment would be refused; empty when open.")
    reasons = LiveReason(many=True)


class DecisionShape(serializers.Serializer):
    id = serializers.UUIDField()
    stage = serializers.ChoiceField(Stage.choices)
    part = serializers.IntegerField(help_text="0: the stage's first decision; later ones are about the rest.")
    decision = serializers.ChoiceField(Decision.choices)
    quantity = serializers.DecimalField(max_digits=14, decimal_places=3)
    reason = serializers.CharField(allow_blank=True)
    decided_by = serializers.CharField(source="decided_by.name")
    decided_at = serializers.DateTimeField()
    content_hash = serializers.CharField(source="signature.content_hash")
    revoked_at = serializers.DateTimeField(allow_null=True)
    revoked_reason = serializers.CharField(allow_blank=True)


class GateOfLot(APIView):
    """May goods of this lot leave, how many, until when, and why (not)."""

    @extend_schema(operation_id="lots_gate", responses=LiveGate)
    def get(self, _request: Request, lot_id: UUID) -> Response:
        lot = Lot.objects.select_related("sponsor", "cmo").get(pk=lot_id)
        return Response(LiveGate(gate_answer(lot)).data)


def gate_answer(lot: Lot) -> dict[str, Any]:
    """The live panel as plain values."""
    panel = panel_of(lot.pk, now())
    verdict = panel.verdict
    return {
        "is_open": verdict.is_open,
        "balance": balance(panel.facts, needs_sponsor=verdict.route.needs_sponsor),
        "releasable": verdict.releasable,
        "unit": lot.unit,
        "valid_until": verdict.valid_until,
        "checked_at": panel.at,
        "pattern": pattern_words(verdict.route),
        "sentence": panel.why_shut[0],
        "reasons": [
            {
                "code": r.code,
                "is_met": r.is_met,
                "sentence": r.sentence,
                "clause": r.clause,
                "needs": "" if r.is_met else who_cures(r, lot),
            }
            for r in panel.reasons
        ],
    }


class DecisionsOfLot(APIView):
    """Every decision about the lot, revoked ones included."""

    @extend_schema(operation_id="lots_decisions", responses=DecisionShape(many=True))
    def get(self, _request: Request, lot_id: UUID) -> Response:
        Lot.objects.only("id").get(pk=lot_id)
        return Response(DecisionShape(decisions_of(lot_id), many=True).data)

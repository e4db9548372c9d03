"""Corrective actions over the API: planned and worked on; submitted, approved and moved on the page, by signature."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.clock import now
from parties.refusals import refusable
from quality_events import actions
from quality_events.api.capas import CapaShape, capa_answer
from quality_events.models import Capa, CapaAction
from quality_events.states import EventKind, RootCause


class PlanGiven(serializers.Serializer):
    """The plan and its measure: what would show again, in how many lots and days, how often at most."""

    plan = serializers.CharField(max_length=20_000, allow_blank=True)
    owner = serializers.UUIDField(source="owner_id", allow_null=True, default=None)
    product = serializers.UUIDField(source="product_id", allow_null=True, default=None)
    kind = serializers.ChoiceField(EventKind.choices, allow_blank=True, default="")
    root_cause = serializers.ChoiceField(RootCause.choices, allow_blank=True, default="")
    found_at = serializers.CharField(max_length=80, allow_blank=True, default="")
    exposure_lots = serializers.IntegerField(min_value=1, max_value=1000, allow_null=True, default=None)
    window_days = serializers.IntegerField(min_value=1, max_value=732, allow_null=True, default=None)
    at_most = serializers.IntegerField(min_value=0, max_value=1000, default=0)


class ActionGiven(serializers.Serializer):
    """One piece of the plan; `change_number` is a change request's, `procedure` one that people are trained on."""

    what = serializers.CharField(max_length=2000)
    owner = serializers.UUIDField(source="owner_id")
    due_on = serializers.DateField()
    change_number = serializers.CharField(max_length=40, allow_blank=True, default="")
    training = serializers.CharField(max_length=200, allow_blank=True, default="")
    procedure = serializers.CharField(max_length=64, allow_blank=True, default="")


class DoneGiven(serializers.Serializer):
    shown_by = serializers.CharField(max_length=2000)


class DroppedGiven(serializers.Serializer):
    reason = serializers.CharField(max_length=2000, allow_blank=True, default="")


class CapaPlan(APIView):
    @extend_schema(operation_id="capas_plan", request=PlanGiven, responses=CapaShape)
    def post(self, request: Request, capa_id: UUID) -> Response:
        """Write the plan anew, while it is not submitted."""
        return _written(request, Capa.objects.get(pk=capa_id), PlanGiven, _of_capa(actions.plan_capa, capa_id))


class CapaActions(APIView):
    @extend_schema(operation_id="capas_add_action", request=ActionGiven, responses=CapaShape)
    def post(self, request: Request, capa_id: UUID) -> Response:
        """Add an action to a plan that is not submitted."""
        return _written(request, Capa.objects.get(pk=capa_id), ActionGiven, _of_capa(actions.add_capa_action, capa_id))


class CapaActionDone(APIView):
    @extend_schema(operation_id="capas_do_action", request=DoneGiven, responses=CapaShape)
    def post(self, request: Request, action_id: UUID) -> Response:
        """Report an action as done, and what shows it."""

        def doing(**given: Any) -> object:
            return actions.do_capa_action(action_id=action_id, file=None, reason="", **given)

        return _written(request, _capa_of(action_id), DoneGiven, doing)


class CapaActionDropped(APIView):
    @extend_schema(operation_id="capas_drop_action", request=DroppedGiven, responses=CapaShape)
    def post(self, request: Request, action_id: UUID) -> Response:
        """Take an action out of a plan that is not submitted. Needs a reason."""

        def dropping(**given: Any) -> object:
            return actions.drop_capa_action(action_id=action_id, **given)

        return _written(request, _capa_of(action_id), DroppedGiven, dropping)


def _of_capa(action: Callable[..., object], capa_id: UUID) -> Callable[..., object]:
    return lambda **given: action(capa_id=capa_id, reason="", **given)


def _capa_of(action_id: UUID) -> Capa:
    return CapaAction.objects.select_related("capa").get(pk=action_id).capa


def _written(
    request: Request, capa: Capa, shape: type[serializers.Serializer], action: Callable[..., object]
) -> Response:
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    with refusable(request._request, None, capa):  # noqa: SLF001 - DRF's name for Django's request
        action(by=request.actor, at=now(), **given.validated_data)
    return Response(capa_answer(capa.pk, request.actor))

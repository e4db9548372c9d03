"""Limits of trends over the API: to be read, proposed and withdrawn; locking needs a signature, which no key gives."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence.actions.trends import propose_limits, withdraw_limits
from evidence.api.shapes import PackReason
from evidence.models import TrendLimits
from evidence.states import TrendState
from evidence.trend_points import limits_of
from kernel.clock import now
from masters.models import Product
from parties.refusals import refusable

_MOST_LEFT_OUT = 100


class TrendPoint(serializers.Serializer):
    lot = serializers.CharField()
    result = serializers.CharField(help_text="The result's number in its pack.")
    value = serializers.CharField(help_text="A decimal, in `unit`.")


class PointLeftOut(TrendPoint):
    why = serializers.CharField()


class TrendLimitsShape(serializers.Serializer):
    """A tolerance interval: 99 % of results lie in it, with 95 % confidence."""

    id = serializers.UUIDField()
    product = serializers.UUIDField(source="product_id")
    test = serializers.CharField()
    version = serializers.IntegerField()
    state = serializers.ChoiceField(TrendState.choices)
    low = serializers.DecimalField(28, 9)
    high = serializers.DecimalField(28, 9)
    mean = serializers.DecimalField(28, 9)
    deviation = serializers.DecimalField(28, 9)
    factor = serializers.DecimalField(6, 4)
    unit = serializers.CharField(allow_blank=True, help_text="UCUM.")
    points = TrendPoint(many=True)
    left_out = PointLeftOut(many=True)
    reason = serializers.CharField()
    proposed_by = serializers.CharField(source="proposed_by.name")
    proposed_at = serializers.DateTimeField()
    locked_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)


class PointNamed(serializers.Serializer):
    lot = serializers.CharField(max_length=40)
    result = serializers.CharField(max_length=64)
    why = serializers.CharField(max_length=2000)


class LimitsGiven(serializers.Serializer):
    test = serializers.CharField(max_length=40, help_text="The test's code in the product's specification.")
    left_out = serializers.ListField(child=PointNamed(), required=False, default=list, max_length=_MOST_LEFT_OUT)
    reason = serializers.CharField(max_length=2000)


class ProductLimits(APIView):
    @extend_schema(operation_id="trends_list", responses=TrendLimitsShape(many=True))
    def get(self, _request: Request, product_id: UUID) -> Response:
        """All limits of a product, each test's newest first."""
        product = Product.objects.get(pk=product_id)
        return Response(TrendLimitsShape(limits_of(product.pk), many=True).data)

    @extend_schema(operation_id="trends_propose", request=LimitsGiven, responses={201: TrendLimitsShape})
    def post(self, request: Request, product_id: UUID) -> Response:
        """Compute limits from at least twenty results; the sponsor locks them on their page."""
        product = Product.objects.get(pk=product_id)
        given = LimitsGiven(data=request.data)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        left_out = {f"{point['lot']}/{point['result']}": point["why"] for point in values["left_out"]}
        with refusable(request._request, None, product):  # noqa: SLF001 - DRF's name for Django's request
            limits = propose_limits(
                product_id=product.pk, test=values["test"], left_out=left_out, by=request.actor,
                reason=values["reason"], at=now(),
            )  # fmt: skip
        return Response(_shown(limits.pk), status=201)


class LimitsDetail(APIView):
    @extend_schema(operation_id="trends_get", responses=TrendLimitsShape)
    def get(self, _request: Request, limits_id: UUID) -> Response:
        """The limits with every result that they rest on."""
        return Response(_shown(limits_id))


class LimitsWithdraw(APIView):
    @extend_schema(operation_id="trends_withdraw", request=PackReason, responses=TrendLimitsShape)
    def post(self, request: Request, limits_id: UUID) -> Response:
        """Take a proposal back."""
        limits = TrendLimits.objects.get(pk=limits_id)
        given = PackReason(data=request.data)
        given.is_valid(raise_exception=True)
        with refusable(request._request, None, limits):  # noqa: SLF001 - DRF's name for Django's request
            withdraw_limits(limits_id=limits.pk, by=request.actor, at=now(), **given.validated_data)
        return Response(_shown(limits_id))


def _shown(limits_id: UUID) -> dict[str, object]:
    found = TrendLimits.objects.select_related("proposed_by").get(pk=limits_id)
    return dict(TrendLimitsShape(found).data)

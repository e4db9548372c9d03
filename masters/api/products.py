"""Products and their approved baseline over the API; versions are approved on the page and by import only."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.clock import now
from masters.models import Product
from masters.models.products import RiskTier
from masters.queries import baseline_on, product, products


class ProductShape(serializers.Serializer):
    id = serializers.UUIDField()
    partnership = serializers.UUIDField(source="partnership_id")
    code = serializers.CharField()
    name = serializers.CharField()
    group = serializers.CharField()
    dosage_form = serializers.CharField()
    market = serializers.CharField()
    risk_tier = serializers.ChoiceField(RiskTier.choices)
    unit = serializers.CharField()
    count_per_unit = serializers.IntegerField()
    shelf_life_months = serializers.IntegerField()
    gtin = serializers.CharField()


class VersionShape(serializers.Serializer):
    """A version valid from one day until before another."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    version = serializers.IntegerField()
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True)
    approved_at = serializers.DateTimeField()
    recorded_from = serializers.DateTimeField()
    recorded_until = serializers.DateTimeField(allow_null=True, help_text="When a correction took its place.")
    corrects = serializers.UUIDField(source="corrects_id", allow_null=True)


class ComponentShape(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    step = serializers.CharField()
    target = serializers.DecimalField(max_digits=16, decimal_places=6)
    tolerance = serializers.DecimalField(max_digits=16, decimal_places=6)
    unit = serializers.CharField()


class StepShape(serializers.Serializer):
    number = serializers.CharField()
    instruction = serializers.CharField()


class YieldShape(serializers.Serializer):
    phase = serializers.CharField()
    theoretical = serializers.DecimalField(max_digits=16, decimal_places=4)
    unit = serializers.CharField()
    minimum_percent = serializers.DecimalField(max_digits=6, decimal_places=2)
    maximum_percent = serializers.DecimalField(max_digits=6, decimal_places=2)


class MasterRecordShape(VersionShape):
    batch_size = serializers.DecimalField(max_digits=16, decimal_places=4)
    batch_unit = serializers.CharField()
    components = ComponentShape(many=True)
    steps = StepShape(many=True)
    yields = YieldShape(many=True)


class SpecificationTestShape(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    category = serializers.CharField()
    method = serializers.CharField()
    stage = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)
    limit = serializers.CharField()


class SpecificationShape(VersionShape):
    tests = SpecificationTestShape(many=True)


class SamplingPlanShape(VersionShape):
    basis = serializers.CharField()
    tests = serializers.ListField(child=serializers.CharField())
    untested_maximum = serializers.IntegerField()


class LabelShape(VersionShape):
    gtin = serializers.CharField()
    labels_per_unit = serializers.IntegerField()
    tolerance_labels = serializers.IntegerField()
    tolerance_percent = serializers.DecimalField(max_digits=6, decimal_places=3)
    allergens = serializers.CharField(allow_blank=True)


class BaselineShape(serializers.Serializer):
    """What was in force on `on`; null where nothing was approved."""

    on = serializers.DateField()
    known = serializers.DateTimeField(allow_null=True)
    master_record = MasterRecordShape(allow_null=True)
    specification = SpecificationShape(allow_null=True)
    sampling_plan = SamplingPlanShape(allow_null=True)
    label = LabelShape(allow_null=True)  # type: ignore[assignment]  # a field of this name


class BaselineQuery(serializers.Serializer):
    on = serializers.DateField(required=False, help_text="A day; today when it is not given.")
    known = serializers.DateTimeField(required=False, help_text="As known at this moment; now when it is not given.")


class ProductList(GenericAPIView):
    """Every product, by name."""

    keyset = ("name", "id")
    serializer_class = ProductShape
    queryset = Product.objects.none()  # for the schema alone

    @extend_schema(operation_id="products_list", responses=ProductShape(many=True))
    def get(self, _request: Request) -> Response:
        page = self.paginate_queryset(products())
        return self.get_paginated_response(ProductShape(page, many=True).data)


class ProductDetail(APIView):
    @extend_schema(operation_id="products_get", responses=ProductShape)
    def get(self, _request: Request, product_id: UUID) -> Response:
        return Response(ProductShape(product(product_id)).data)


class ProductBaseline(APIView):
    """The approved baseline of a product on a day."""

    @extend_schema(operation_id="products_baseline", parameters=[BaselineQuery], responses=BaselineShape)
    def get(self, request: Request, product_id: UUID) -> Response:
        found = product(product_id)
        query = BaselineQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        on, known = query.validated_data.get("on") or now().date(), query.validated_data.get("known")
        return Response(_baseline(found, on, known))


def _baseline(found: Product, on: Any, known: Any) -> dict[str, Any]:
    baseline = baseline_on(found, on, known)
    record, specification = baseline.master_record, baseline.specification
    plan, label = baseline.sampling_plan, baseline.label
    return {
        "on": on,
        "known": known,
        "master_record": MasterRecordShape(record).data if record else None,
        "specification": SpecificationShape(specification).data if specification else None,
        "sampling_plan": SamplingPlanShape(plan).data if plan else None,
        "label": LabelShape(label).data if label else None,
    }

"""The approved baseline of a product on a day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from masters.models import (
    LabelVersion,
    MasterKind,
    MasterRecord,
    Product,
    SamplingPlan,
    Specification,
    SpecificationTest,
)
from masters.models.products import Version
from masters.queries.validities import in_force

AnyVersion = TypeVar("AnyVersion", bound=Version)


@dataclass(frozen=True, slots=True)
class Baseline:
    """The versions of everything that apply to a product on one day; None where nothing is approved."""

    master_record: MasterRecord | None
    specification: Specification | None
    sampling_plan: SamplingPlan | None
    label: LabelVersion | None


def baseline_on(product: Product, on: date, known: datetime | None = None) -> Baseline:
    """The baseline that a lot starting on this day is made under, as known at a moment (None: now); five queries."""
    keys = in_force(product.pk, on, known)
    return Baseline(
        master_record=_read(MasterRecord.objects.all(), keys.get(MasterKind.MASTER_RECORD)),
        specification=_read(Specification.objects.all(), keys.get(MasterKind.SPECIFICATION)),
        sampling_plan=_read(SamplingPlan.objects.all(), keys.get(MasterKind.SAMPLING_PLAN)),
        label=_read(LabelVersion.objects.all(), keys.get(MasterKind.LABEL)),
    )


def _read(versions: QuerySet[AnyVersion], key: UUID | None) -> AnyVersion | None:
    return versions.select_related("product", "approved_by").filter(pk=key).first() if key else None


def codes_of_tests_on(product: Product, on: date) -> set[str] | None:
    """Codes of the tests that the specification of that day has; None where none is approved."""
    specification = baseline_on(product, on).specification
    if specification is None:
        return None
    return set(SpecificationTest.objects.filter(specification=specification).values_list("code", flat=True))

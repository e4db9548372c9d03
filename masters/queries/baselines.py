"""The approved baseline of a product on a day."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet

from masters.models import LabelVersion, MasterRecord, Product, SamplingPlan, Specification, SpecificationTest
from masters.models.products import Version

AnyVersion = TypeVar("AnyVersion", bound=Version)


@dataclass(frozen=True, slots=True)
class Baseline:
    """The versions of everything that apply to a product on one day; None where nothing is approved."""

    master_record: MasterRecord | None
    specification: Specification | None
    sampling_plan: SamplingPlan | None
    label: LabelVersion | None


def baseline_on(product: Product, on: date) -> Baseline:
    """The baseline that a lot starting on this day is made under; four queries."""
    return Baseline(
        master_record=_covering(MasterRecord.objects.all(), product, on),
        specification=_covering(Specification.objects.all(), product, on),
        sampling_plan=_covering(SamplingPlan.objects.all(), product, on),
        label=_covering(LabelVersion.objects.all(), product, on),
    )


def _covering(versions: QuerySet[AnyVersion], product: Product, on: date) -> AnyVersion | None:
    still = Q(valid_until=None) | Q(valid_until__gt=on)
    return versions.filter(still, product=product, valid_from__lte=on).first()


def codes_of_tests_on(product: Product, on: date) -> set[str] | None:
    """Codes of the tests that the specification of that day has; None where none is approved."""
    specification = baseline_on(product, on).specification
    if specification is None:
        return None
    return set(SpecificationTest.objects.filter(specification=specification).values_list("code", flat=True))

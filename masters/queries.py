"""The approved baseline of a product on a day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from masters.models import LabelVersion, MasterRecord, Product, SamplingPlan, Specification


@dataclass(frozen=True, slots=True)
class Baseline:
    """The versions of everything that apply to a product on one day; None where nothing is approved."""

    master_record: MasterRecord | None
    specification: Specification | None
    sampling_plan: SamplingPlan | None
    label: LabelVersion | None


def baseline_on(product: Product, on: date) -> Baseline:
    """The baseline that a lot starting on this day is made under."""
    covering = Q(valid_until=None) | Q(valid_until__gt=on)
    kinds = (MasterRecord, Specification, SamplingPlan, LabelVersion)
    found = [kind.objects.filter(covering, product=product, valid_from__lte=on).first() for kind in kinds]
    return Baseline(*found)

"""Which version is in force when, and since when that is known: two times, kept apart (bitemporal).

Rows are closed, never rewritten: what was believed on any earlier day can be asked for ever (21 CFR 11.10(e)).
"""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Q

from kernel.rows import SharedRow
from masters.models.labels import LabelVersion
from masters.models.products import Product
from masters.models.records import MasterRecord
from masters.models.specifications import SamplingPlan, Specification


class MasterKind(models.TextChoices):
    """What a product has versions of; the value names the key to the version."""

    MASTER_RECORD = "master_record", "Master manufacturing record"
    SPECIFICATION = "specification", "Specification"
    SAMPLING_PLAN = "sampling_plan", "Sampling plan"
    LABEL = "label_version", "Label"


def _one_key() -> Q:
    """The key that `kind` names, and no other."""
    found = Q()
    for kind in MasterKind.values:
        others = {f"{other}__isnull": other != kind for other in MasterKind.values}
        found |= Q(kind=kind, **others)
    return found


class Validity(SharedRow):
    """A version in force from a day until before another, as held true from one moment until before another."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=MasterKind.choices)
    master_record = models.ForeignKey(MasterRecord, models.PROTECT, null=True, related_name="validities")
    specification = models.ForeignKey(Specification, models.PROTECT, null=True, related_name="validities")
    sampling_plan = models.ForeignKey(SamplingPlan, models.PROTECT, null=True, related_name="validities")
    label_version = models.ForeignKey(LabelVersion, models.PROTECT, null=True, related_name="validities")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_from = models.DateTimeField()
    recorded_until = models.DateTimeField(null=True)

    class Meta(SharedRow.Meta):
        verbose_name_plural = "validities"
        constraints = [
            models.CheckConstraint(condition=_one_key(), name="validity_of_one_version"),
            ExclusionConstraint(
                name="validity_no_overlap",
                expressions=[
                    ("product", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (
                        Func("valid_from", "valid_until", function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(
                            "recorded_from", "recorded_until", function="tstzrange", output_field=DateTimeRangeField()
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [models.Index(fields=["product", "kind", "valid_from"])]

    @property
    def version(self) -> Any:
        """The row of the version; read along by whoever asks for many."""
        return getattr(self, self.kind)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.valid_from}"

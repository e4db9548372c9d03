"""Products, and what makes a row a version of one."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Func

from kernel.rows import SharedRow


class RiskTier(models.TextChoices):
    LOW = "low", "Low"
    STANDARD = "standard", "Standard"
    HIGH = "high", "High"


class Product(SharedRow):
    """What the sponsor sells and the CMO makes."""

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    group = models.CharField("product group", max_length=80)
    """One quality agreement covers a product group."""
    dosage_form = models.CharField(max_length=60)
    market = models.CharField(max_length=40, default="US")
    risk_tier = models.CharField(max_length=16, choices=RiskTier.choices, default=RiskTier.STANDARD)
    unit = models.CharField("packaged unit", max_length=20, default="bottle")
    count_per_unit = models.PositiveIntegerField(default=1)
    shelf_life_months = models.PositiveSmallIntegerField()
    gtin = models.CharField("GTIN", max_length=14)

    class Meta(SharedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["partnership", "code"], name="product_code_once")]

    def __str__(self) -> str:
        return self.name


class Version(SharedRow):
    """A version of something about a product, as it was approved or corrected; its text never changes.

    A correction is a row of its own with the same number and version. It closes the recorded time of the row that it
    `corrects`; a lot made under that one keeps it. Days of validity as known at any moment are `Validity` rows: those
    decide. `valid_until` here is the end as known now, to be shown.
    """

    product = models.ForeignKey(Product, models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    approved_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    recorded_from = models.DateTimeField()
    """Since when the system holds this row true."""
    recorded_until = models.DateTimeField(null=True, blank=True)
    """When a correction took its place; empty while it holds."""
    signature = models.ForeignKey("records.Signature", models.PROTECT, null=True, blank=True, related_name="+")
    """The approval that it rests on; empty in first versions of before 0007."""
    content_sha256 = models.CharField(max_length=64, blank=True)
    """Of what it says (`masters.written`): the next version says what the approved change request said."""
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")

    class Meta(SharedRow.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.number} v{self.version}"


def version_constraints(name: str) -> list[models.BaseConstraint]:
    """Of the rows held true now: one version number once; no two of a product valid on the same day."""
    holds = models.Q(recorded_until=None)
    span = Func("valid_from", "valid_until", function="daterange", output_field=DateRangeField())
    return [
        models.UniqueConstraint(fields=["product", "version"], condition=holds, name=f"{name}_version_once"),
        models.UniqueConstraint(fields=["product", "signature"], name=f"{name}_once_a_signature"),
        ExclusionConstraint(
            name=f"{name}_no_overlap",
            expressions=[("product", RangeOperators.EQUAL), (span, RangeOperators.OVERLAPS)],
            condition=holds,
        ),
    ]

"""Label masters (21 CFR 111.410, 111.415)."""

from django.db import models

from kernel.rows import SharedRow
from masters.models.products import Version, version_constraints
from masters.triggers import OnlyBySignature, SaysTheSame, WithItsVersion


class LabelVersion(Version):
    """What may stand on the bottle, and how exactly labels are counted (111.415)."""

    gtin = models.CharField("GTIN", max_length=14)
    labels_per_unit = models.PositiveSmallIntegerField(default=1)
    tolerance_labels = models.PositiveIntegerField(default=0)
    tolerance_percent = models.DecimalField(max_digits=6, decimal_places=3, default=0)
    allergens = models.CharField(max_length=200, blank=True)
    artwork_sha256 = models.CharField(max_length=64, blank=True)
    shelf_life_basis = models.CharField(max_length=200, blank=True)
    """The stability study or the overage behind the shelf life (111.605(a), R313)."""
    shelf_life_supported_months = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta(Version.Meta):
        triggers = [*Version.Meta.triggers, OnlyBySignature("label_version"), SaysTheSame()]
        constraints = version_constraints("label")


class NutrientClass(models.TextChoices):
    ADDED = "I", "Class I: added"
    NATURAL = "II", "Class II: naturally occurring"


class LabelFact(SharedRow):
    """A line that the label declares, and the test that shows it (111.210(d), 21 CFR 101.36)."""

    label_version = models.ForeignKey(LabelVersion, models.PROTECT, related_name="facts")
    name = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=16, decimal_places=6, null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    nutrient_class = models.CharField(max_length=2, choices=NutrientClass.choices, default=NutrientClass.ADDED)
    test = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, WithItsVersion("label_version")]
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["label_version", "name"], name="label_fact_once")]

    def __str__(self) -> str:
        return self.name

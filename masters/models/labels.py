"""Label masters (21 CFR 111.410, 111.415)."""

from django.db import models

from masters.models.products import Version, version_constraints


class LabelVersion(Version):
    """What may stand on the bottle, and how exactly labels are counted (111.415)."""

    gtin = models.CharField("GTIN", max_length=14)
    labels_per_unit = models.PositiveSmallIntegerField(default=1)
    tolerance_labels = models.PositiveIntegerField(default=0)
    tolerance_percent = models.DecimalField(max_digits=6, decimal_places=3, default=0)
    allergens = models.CharField(max_length=200, blank=True)
    artwork_sha256 = models.CharField(max_length=64, blank=True)

    class Meta(Version.Meta):
        constraints = version_constraints("label")

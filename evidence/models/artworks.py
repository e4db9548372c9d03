"""Artworks of labels, and two of them compared page by page (21 CFR 111.410, 111.260(k)(2))."""

from typing import ClassVar

from django.db import models

from evidence.states import ComparisonOutcome, PageSides
from kernel.rows import SharedRow


class ArtworkFile(SharedRow):
    """A label's artwork as a file. Which version it is of, the hash says that the version was approved with."""

    append_only: ClassVar[bool] = True

    product = models.ForeignKey("masters.Product", models.PROTECT, related_name="+")
    file = models.ForeignKey("evidence.EvidenceFile", models.PROTECT, related_name="+")
    kept_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["product", "file"], name="artwork_kept_once")]

    def __str__(self) -> str:
        return f"artwork {self.file_id}"


class ArtworkComparison(SharedRow):
    """Two different files that somebody wanted compared; once for a pair of hashes, whoever asks again."""

    append_only: ClassVar[bool] = True

    product = models.ForeignKey("masters.Product", models.PROTECT, related_name="+")
    left = models.ForeignKey("evidence.EvidenceFile", models.PROTECT, related_name="+")
    right = models.ForeignKey("evidence.EvidenceFile", models.PROTECT, related_name="+")
    left_sha256 = models.CharField(max_length=64)
    right_sha256 = models.CharField(max_length=64)
    asked_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "product", "left_sha256", "right_sha256"], name="artworks_compared_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(left_sha256=models.F("right_sha256")), name="artworks_compared_differ"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left_sha256[:8]} against {self.right_sha256[:8]}"


class ComparedPage(SharedRow):
    """One page of either file or both: its pictures in the store, and each changed area in millimeters."""

    append_only: ClassVar[bool] = True

    comparison = models.ForeignKey(ArtworkComparison, models.PROTECT, related_name="pages")
    page = models.PositiveSmallIntegerField()
    sides = models.CharField(max_length=8, choices=PageSides.choices)
    width_mm = models.DecimalField(max_digits=8, decimal_places=1)
    height_mm = models.DecimalField(max_digits=8, decimal_places=1)
    areas = models.JSONField(default=list)
    """[left, top, width, height] in millimeters from the left upper corner, from top to bottom."""
    note = models.TextField(blank=True)
    left_sha256 = models.CharField(max_length=64, blank=True)
    right_sha256 = models.CharField(max_length=64, blank=True)
    marked_sha256 = models.CharField(max_length=64, blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["page"]
        constraints = [models.UniqueConstraint(fields=["comparison", "page"], name="page_compared_once")]

    def __str__(self) -> str:
        return f"page {self.page}"


class ComparisonEnd(SharedRow):
    """How the comparison went; one that could not be finished says why."""

    append_only: ClassVar[bool] = True

    comparison = models.OneToOneField(ArtworkComparison, models.PROTECT, related_name="end")
    outcome = models.CharField(max_length=8, choices=ComparisonOutcome.choices)
    pages = models.PositiveSmallIntegerField(default=0)
    changed_areas = models.PositiveIntegerField(default=0)
    sentence = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sentence or self.get_outcome_display()

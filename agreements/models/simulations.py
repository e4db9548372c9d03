"""What a version would have done to the last twelve months: kept with it, and part of what both sides sign."""

from typing import ClassVar

from django.db import models

from agreements.models.agreements import AgreementVersion
from kernel.rows import SharedRow
from kernel.triggers import Unchangeable


class Simulation(SharedRow):
    """Made when a version is agreed; made anew when it is agreed anew. The latest one is signed along."""

    append_only: ClassVar[bool] = True

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="simulations")
    at = models.DateTimeField()
    sentence = models.TextField()
    """The figures in words, as the page and the report say them."""
    result = models.JSONField()
    result_hash = models.CharField(max_length=64)

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, Unchangeable()]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.sentence

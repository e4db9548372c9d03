"""Scopes that were kept."""

from typing import ClassVar

from django.db import models

from kernel.rows import OwnedRow
from kernel.triggers import Unchangeable


class ScopeRun(OwnedRow):
    """What a scope answered one company at one moment; asked again it shows what has changed (ADR 0030)."""

    append_only: ClassVar[bool] = True

    question = models.JSONField()
    known_at = models.DateTimeField("as recorded by", null=True, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    rows = models.PositiveIntegerField("lots in the answer")
    sha256 = models.CharField(max_length=64)
    """Of the answer's canonical JSON."""
    code_version = models.CharField(max_length=20)
    answer = models.JSONField()

    class Meta(OwnedRow.Meta):
        triggers = [*OwnedRow.Meta.triggers, Unchangeable()]
        indexes = [models.Index(fields=["organisation", "-asked_at", "-id"])]

    def __str__(self) -> str:
        return f"scope of {self.asked_at:%Y-%m-%d %H:%M}"

"""Dispositions: who decided what about a lot, on which facts."""

from django.db import models
from django.db.models import Q

from kernel.rows import SharedRow
from release.counting import NeverMoreThanMade
from release.states import Decision, Stage


class Disposition(SharedRow):
    """One decision of one stage, signed, with the inputs it rested on. Revoked, never changed."""

    lot = models.ForeignKey("lots.Lot", models.PROTECT, related_name="dispositions")
    stage = models.CharField(max_length=16, choices=Stage.choices)
    part = models.PositiveSmallIntegerField(default=0)
    """0: the stage's first decision; 1, 2, …: later ones about what it had left over."""
    decision = models.CharField(max_length=16, choices=Decision.choices)
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    """Packaged units released, or rejected of the rest, in the lot's unit; 0 for a rejection of the whole lot."""
    reason = models.TextField(blank=True)
    signature = models.OneToOneField("records.Signature", models.PROTECT, related_name="+")
    decided_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    pack = models.ForeignKey("evidence.Pack", models.PROTECT, related_name="+")
    pattern = models.CharField(max_length=24)
    turned_by = models.ForeignKey("release.PatternOverride", models.PROTECT, null=True, blank=True, related_name="+")
    """What turned the lot to the sponsor when the CMO released it; lifting it later frees later lots alone."""
    inputs = models.JSONField()
    inputs_hash = models.CharField(max_length=64)
    verdicts = models.JSONField(default=list)
    """The rules of the release stage as they answered then; none for a rejection."""
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.TextField(blank=True)

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, NeverMoreThanMade()]
        constraints = [
            models.UniqueConstraint(
                fields=["lot", "stage", "part"], condition=Q(revoked_at=None), name="one_live_decision_per_stage"
            ),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="disposition_quantity_not_negative"),
            models.CheckConstraint(
                condition=Q(part=0) | Q(quantity__gt=0, decision__in=["release", "reject"]),
                name="part_of_a_quantity",
            ),
        ]

    def __str__(self) -> str:
        what = f"{self.get_stage_display()}: {self.get_decision_display()}"
        return f"{what}, part {self.part + 1}" if self.part else what

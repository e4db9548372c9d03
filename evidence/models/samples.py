"""A random sample of what passed: the draw as it can be repeated, and what was seen on each item."""

from typing import ClassVar

from django.db import models

from evidence.states import SampleOutcome
from kernel.rows import SharedRow


class SampleDraw(SharedRow):
    """`size` of `population` passed verdicts, ranked by `seed` (evidence.pack.sampling). Written once."""

    append_only: ClassVar[bool] = True

    pack = models.ForeignKey("evidence.Pack", models.PROTECT, related_name="samples")
    seed = models.CharField(max_length=32)
    amount = models.PositiveIntegerField()
    """What was asked for: items, or percent of the population."""
    is_percent = models.BooleanField()
    population = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    drawn_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"sample of {self.size} out of {self.population}"


class SampleItem(SharedRow):
    """A verdict that was drawn."""

    append_only: ClassVar[bool] = True

    draw = models.ForeignKey(SampleDraw, models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    """Its place in the draw, from 1."""
    verdict = models.ForeignKey("evidence.RuleVerdict", models.PROTECT, related_name="+")

    class Meta(SharedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["draw", "position"], name="sample_position_once"),
            models.UniqueConstraint(fields=["draw", "verdict"], name="sampled_once_per_draw"),
        ]

    def __str__(self) -> str:
        return f"sampled item {self.position}"


class SampleLook(SharedRow):
    """What the reviewer saw on a drawn item."""

    append_only: ClassVar[bool] = True

    item = models.OneToOneField(SampleItem, models.PROTECT, related_name="look")
    outcome = models.CharField(max_length=16, choices=SampleOutcome.choices)
    remark = models.TextField(blank=True)
    looked_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    looked_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.outcome

"""Limits of a trend: computed from a product's own results, locked by the sponsor's signature (domain §D, ADR 0013)."""

from django.db import models
from django.db.models import F, Q

from evidence.pack.units import label
from evidence.states import TREND, TrendState
from kernel.rows import SharedRow
from kernel.triggers import LawfulStates


class TrendLimits(SharedRow):
    """One test of one product at its manufacturer. New results move nothing: new limits are proposed and signed."""

    state_table = TREND

    product = models.ForeignKey("masters.Product", models.PROTECT, related_name="+")
    test = models.CharField(max_length=40)
    """The test's code in the product's specifications."""
    test_name = models.CharField(max_length=200)
    unit = models.CharField(max_length=20, blank=True)
    """UCUM; results in other units are converted to it."""
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=16, choices=TrendState.choices, default=TrendState.PROPOSED)
    points = models.JSONField()
    """The results it was computed from, oldest first: [{"lot": …, "result": …, "value": …}]."""
    left_out = models.JSONField(default=list)
    """Results that were left out, each with its reason: [{"lot": …, "result": …, "value": …, "why": …}]."""
    mean = models.DecimalField(max_digits=28, decimal_places=9)
    deviation = models.DecimalField(max_digits=28, decimal_places=9)
    factor = models.DecimalField(max_digits=6, decimal_places=4)
    """Of the two-sided tolerance interval."""
    low = models.DecimalField(max_digits=28, decimal_places=9)
    high = models.DecimalField(max_digits=28, decimal_places=9)
    chart_low = models.DecimalField(max_digits=28, decimal_places=9)
    chart_high = models.DecimalField(max_digits=28, decimal_places=9)
    """The individuals chart's own limits, for comparison: much narrower ones tell of a drift."""
    reason = models.TextField()
    """Why these limits now: the first ones, or what changed."""
    proposed_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    """When the next ones replaced it, or it was withdrawn."""

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, LawfulStates(TREND)]
        constraints = [
            models.UniqueConstraint(fields=["product", "test", "version"], name="trend_version_once"),
            models.UniqueConstraint(
                fields=["product", "test"], condition=Q(state=TrendState.LOCKED), name="trend_locked_once"
            ),
            models.UniqueConstraint(
                fields=["product", "test"], condition=Q(state=TrendState.PROPOSED), name="trend_proposed_once"
            ),
            models.CheckConstraint(condition=Q(low__lte=F("mean"), high__gte=F("mean")), name="trend_low_below_high"),
            models.CheckConstraint(
                condition=~Q(state__in=[TrendState.LOCKED, TrendState.REPLACED]) | Q(locked_at__isnull=False),
                name="trend_locked_at",
            ),
        ]

    def __str__(self) -> str:
        return f"limits {self.version} of {self.test_name}"

    @property
    def unit_label(self) -> str:
        """The unit as people write it: "ppm" for UCUM's "[ppm]"."""
        return label(self.unit) if self.unit else ""

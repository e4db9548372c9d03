"""A rule that blocks is waived: by the sponsor, signed, for one lot or one product, until a day."""

from django.db import models
from django.db.models import Q

from evidence.states import WAIVER, WaiverState
from kernel.rows import SharedRow
from kernel.triggers import LawfulStates


class RuleWaiver(SharedRow):
    """Counts while it stands and until the end of `valid_until`; never for a rule without waiver (X)."""

    state_table = WAIVER

    rule = models.CharField(max_length=8)
    lot = models.ForeignKey("lots.Lot", models.PROTECT, null=True, blank=True, related_name="+")
    product = models.ForeignKey("masters.Product", models.PROTECT, null=True, blank=True, related_name="+")
    valid_until = models.DateField()
    clause = models.CharField(max_length=120)
    """The clause that allows it, with its agreement."""
    reason = models.TextField()
    state = models.CharField(max_length=16, choices=WaiverState.choices, default=WaiverState.STANDING)
    waived_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    waived_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, LawfulStates(WAIVER)]
        constraints = [
            models.CheckConstraint(
                condition=Q(lot=None, product__isnull=False) | Q(lot__isnull=False, product=None),
                name="waiver_of_lot_or_product",
            )
        ]
        indexes = [models.Index(fields=["lot", "rule"]), models.Index(fields=["product", "rule"])]

    def __str__(self) -> str:
        return f"waiver of {self.rule}"

"""Holds, stacked: each has an owner, a reason and its own lifting (domain §C1)."""

from django.db import models
from django.db.models import Q

from kernel.rows import SharedRow


class Hold(SharedRow):
    """Blocks use and shipment, never the physical move. One company cannot lift the other's."""

    lot = models.ForeignKey("lots.Lot", models.PROTECT, related_name="holds")
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    reason = models.TextField()
    placed_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lift_reason = models.TextField(blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="hold_lifted_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["lot"], condition=Q(lifted_at=None), name="hold_live")]

    def __str__(self) -> str:
        return f"hold on {self.lot_id}"

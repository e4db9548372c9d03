"""Holds, stacked: each has an owner, a reason and its own lifting (domain §C1)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kernel.rows import SharedRow


class Hold(SharedRow):
    """Blocks use and shipment, never the physical move. One company cannot lift the other's."""

    lot = models.ForeignKey("lots.Lot", models.PROTECT, related_name="holds")
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    authority = ArrayField(models.CharField(max_length=8))
    """The roles of that company that may lift it."""
    review_on = models.DateField()
    """By then somebody looks at it again: no hold is forgotten."""
    event_id = models.UUIDField(null=True, blank=True)
    """The quality event for whose sake the platform placed it; such a hold goes with the event."""
    event_number = models.CharField(max_length=40, blank=True)
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
            ),
            models.UniqueConstraint(
                fields=["lot", "event_id", "organisation"],
                condition=Q(lifted_at=None, event_id__isnull=False),
                name="one_live_hold_per_event",
            ),
        ]
        indexes = [
            models.Index(fields=["lot"], condition=Q(lifted_at=None), name="hold_live"),
            models.Index(fields=["event_id"], condition=Q(lifted_at=None), name="hold_of_event"),
        ]

    def __str__(self) -> str:
        return f"hold on {self.lot_id}"

"""What turned the next lots of a group to sponsor release (domain §C6, P1): until the sponsor lifts it."""

from django.db import models
from django.db.models import Q

from kernel.rows import SharedRow
from release.states import TurnCause


class PatternOverride(SharedRow):
    """Stands until it is lifted. Which lots it turned is kept on their release by the CMO, not found by times."""

    product_group = models.CharField(max_length=80)
    cause = models.CharField(max_length=16, choices=TurnCause.choices)
    classification = models.CharField(max_length=16, blank=True)
    """Of the event that is the signal: a clause may ask for critical ones alone."""
    because = models.CharField(max_length=200)
    """What happened, as half a sentence: “the evidence pack of lot KB-2417 is late”."""
    clause = models.CharField(max_length=120)
    """The clause that turns the lots, with its agreement."""
    lot = models.ForeignKey("lots.Lot", models.PROTECT, null=True, blank=True, related_name="+")
    event = models.ForeignKey("quality_events.QualityEvent", models.PROTECT, null=True, blank=True, related_name="+")
    from_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    lift_reason = models.TextField(blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="override_lifted_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["partnership", "product_group", "cause", "classification"],
                condition=Q(lifted_at=None),
                name="one_standing_override_per_cause",
            ),
        ]

    def __str__(self) -> str:
        return f"sponsor release of {self.product_group}"

    def get_absolute_url(self) -> str:
        return f"/lots/turned/{self.pk}/"

"""A result out of trend: what it is compared with, how it was looked at, what it turned out to be (domain §C3)."""

from django.db import models
from django.db.models import Q

from evidence.pack.units import label
from kernel.rows import SharedRow
from kernel.triggers import LawfulStates
from quality_events.models.events import QualityEvent
from quality_events.models.investigation import EventDocument
from quality_events.states import OOT, OotState


class OotTrack(SharedRow):
    """One result that meets its specification and lies outside the locked limits of its trend."""

    state_table = OOT

    event = models.OneToOneField(QualityEvent, models.PROTECT, related_name="oot")
    limits = models.ForeignKey("evidence.TrendLimits", models.PROTECT, related_name="+")
    result = models.CharField(max_length=64)
    """The result's number in its pack."""
    value = models.CharField(max_length=80)
    """As the laboratory reported it, in `unit` (UCUM)."""
    unit = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=16, choices=OotState.choices, default=OotState.EVALUATING)
    evaluation = models.TextField(blank=True)
    """What was looked at, in the laboratory and in production, and what was found."""
    proof = models.ForeignKey(EventDocument, models.PROTECT, null=True, blank=True, related_name="+")
    """Of the laboratory's error."""
    evaluated_by = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    concluded_at = models.DateTimeField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, LawfulStates(OOT)]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=OotState.EVALUATING) | (~Q(evaluation="") & Q(concluded_at__isnull=False)),
                name="oot_concluded_on_its_evaluation",
            ),
            models.CheckConstraint(
                condition=~Q(state=OotState.LABORATORY) | Q(proof__isnull=False), name="oot_error_with_proof"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.limits.test_name} of {self.event_id}"

    @property
    def unit_label(self) -> str:
        """The unit as people write it: "ppm" for UCUM's "[ppm]"."""
        return label(self.unit) if self.unit else ""

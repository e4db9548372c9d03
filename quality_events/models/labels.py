"""A label incident: its fault, the health-hazard evaluation, the destruction of obsolete labels (domain §C7)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kernel.rows import SharedRow
from kernel.triggers import Unchangeable
from quality_events.models.events import QualityEvent
from quality_events.models.investigation import EventDocument
from quality_events.states import LabelFault


class LabelIncident(SharedRow):
    """What a label event is besides an event."""

    event = models.OneToOneField(QualityEvent, models.PROTECT, related_name="label_incident")
    fault = models.CharField(max_length=16, choices=LabelFault.choices)
    found_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    hazard = models.TextField("health-hazard evaluation", blank=True)
    evaluated_by = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    evaluated_at = models.DateTimeField(null=True, blank=True)
    no_obsolete = models.TextField("why no labels are destroyed", blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(hazard="", evaluated_by=None, evaluated_at=None)
                | (~Q(hazard="") & Q(evaluated_by__isnull=False, evaluated_at__isnull=False)),
                name="hazard_evaluated_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"label incident of {self.event_id}"


class LabelDestruction(SharedRow):
    """Obsolete or incorrect labels are gone: how many of which roll, witnessed, with the certificate (111.415(h))."""

    append_only: ClassVar[bool] = True

    event = models.ForeignKey(QualityEvent, models.PROTECT, related_name="destructions")
    label_lot = models.CharField(max_length=80)
    quantity = models.PositiveIntegerField()
    destroyed_on = models.DateField()
    operator = models.CharField(max_length=120)
    witness = models.CharField(max_length=120)
    certificate = models.ForeignKey(EventDocument, models.PROTECT, related_name="+")
    certified_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    certified_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        ordering = ["certified_at", "id"]
        triggers = [*SharedRow.Meta.triggers, Unchangeable()]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=1) & ~Q(operator=F("witness")), name="label_destruction_witnessed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.label_lot}"

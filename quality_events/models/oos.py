"""An out-of-specification result: what was found first, how it was examined, every retest (domain §C3)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from evidence.pack.units import label
from kernel.rows import SharedRow
from kernel.triggers import LawfulStates, Unchangeable
from quality_events.models.events import QualityEvent
from quality_events.models.investigation import EventDocument
from quality_events.states import OOS, OosState

MOST_RETESTS = 12


class OosTrack(SharedRow):
    """The way of one result from its first finding to what it turned out to be."""

    state_table = OOS

    event = models.OneToOneField(QualityEvent, models.PROTECT, related_name="oos")
    state = models.CharField(max_length=16, choices=OosState.choices, default=OosState.INITIAL)
    test = models.CharField(max_length=40)
    """The test's code in the lot's specification."""
    test_name = models.CharField(max_length=200)
    is_identity = models.BooleanField()
    method = models.CharField(max_length=120)
    unit = models.CharField(max_length=20, blank=True)
    limit = models.CharField(max_length=120)
    """As the specification says it."""
    laboratory_finding = models.TextField(blank=True)
    """Phase 1: what was checked in the laboratory, and what was found."""
    is_laboratory_error = models.BooleanField(null=True, blank=True)
    proof = models.ForeignKey(EventDocument, models.PROTECT, null=True, blank=True, related_name="+")
    examined_by = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    production_review = models.TextField(blank=True)
    """Phase 2: what the batch record and the people on the line say."""
    retests_declared = models.PositiveSmallIntegerField(null=True, blank=True)
    retest_basis = models.TextField(blank=True)
    """Why so many, and of what."""
    second_analyst = models.CharField(max_length=120, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, LawfulStates(OOS)]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=OosState.INVALIDATED) | Q(is_laboratory_error=True, proof__isnull=False),
                name="oos_invalidated_with_proof",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[OosState.PRODUCTION, OosState.CONFIRMED, OosState.INCONCLUSIVE])
                | Q(retests_declared__gte=1, retests_declared__lte=MOST_RETESTS, declared_at__isnull=False),
                name="oos_retests_declared",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.test_name} of {self.event_id}"

    @property
    def unit_label(self) -> str:
        """The unit as people write it: "ppm" for UCUM's "[ppm]"."""
        return label(self.unit) if self.unit else ""


class OosResult(SharedRow):
    """One measured value, written once: 0 is the initial result, 1 … its retests. Nothing is averaged."""

    append_only: ClassVar[bool] = True

    track = models.ForeignKey(OosTrack, models.PROTECT, related_name="results")
    position = models.PositiveSmallIntegerField()
    value = models.CharField(max_length=80)
    """As it was read: "0.62", "<0.1", "does not comply"."""
    is_met = models.BooleanField()
    """Judged by the platform against the limit."""
    analyst = models.CharField(max_length=120)
    laboratory = models.CharField(max_length=200)
    tested_at = models.DateTimeField()
    entered_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        ordering = ["position"]
        triggers = [*SharedRow.Meta.triggers, Unchangeable()]
        constraints = [
            models.UniqueConstraint(fields=["track", "position"], name="oos_result_once"),
            models.CheckConstraint(condition=Q(position__gt=0) | Q(is_met=False), name="oos_initial_misses"),
        ]

    def __str__(self) -> str:
        return self.value

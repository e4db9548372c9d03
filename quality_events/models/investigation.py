"""The investigation of an event, structured: whys, possible causes, informants, interim reports, documents."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kernel.rows import SharedRow
from quality_events.models.events import QualityEvent
from quality_events.states import Branch, Finding

MOST_WHYS = 7


class WhyStep(SharedRow):
    """One answer of the chain “why?”, from what happened down to its root; and what shows it."""

    event = models.ForeignKey(QualityEvent, models.PROTECT, related_name="whys")
    position = models.PositiveSmallIntegerField()
    answer = models.TextField(blank=True)
    """Empty: the chain was shortened."""
    shown_by = models.TextField(blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["event", "position"], name="why_once_per_position"),
            models.CheckConstraint(condition=Q(position__gte=1, position__lte=MOST_WHYS), name="why_within_reason"),
        ]

    def __str__(self) -> str:
        return f"why {self.position}"


class PossibleCause(SharedRow):
    """A bone of Ishikawa's diagram: what may have caused the event, and whether it did."""

    event = models.ForeignKey(QualityEvent, models.PROTECT, related_name="possible_causes")
    branch = models.CharField(max_length=16, choices=Branch.choices)
    cause = models.CharField(max_length=250)
    finding = models.CharField(max_length=16, choices=Finding.choices, default=Finding.OPEN)
    shown_by = models.TextField(blank=True)
    """What it was ruled out or confirmed by; never empty once it was looked at."""
    named_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        ordering = ["named_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finding=Finding.OPEN) | ~Q(shown_by=""), name="possible_cause_shown_by_something"
            ),
        ]

    def __str__(self) -> str:
        return self.cause


class Informant(SharedRow):
    """A qualified individual who provided information, and signs for it (21 CFR 111.140(b)(3)(vii))."""

    event = models.ForeignKey(QualityEvent, models.PROTECT, related_name="informants")
    person = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    told = models.TextField()
    """What he told, as he signs it."""
    named_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["named_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"], condition=Q(withdrawn_at=None), name="informant_once_per_event"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | (Q(signed_at=None) & ~Q(withdrawn_because="")),
                name="informant_signed_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.event_id}"


class InterimReport(SharedRow):
    """What is known so far, told to the sponsor before the investigation ends."""

    append_only: ClassVar[bool] = True

    event = models.ForeignKey(QualityEvent, models.PROTECT, related_name="interim_reports")
    text = models.TextField()
    reported_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        ordering = ["reported_at", "id"]

    def __str__(self) -> str:
        return f"interim report on {self.event_id}"


class EventDocument(SharedRow):
    """A file of the evidence store that stands behind an event."""

    append_only: ClassVar[bool] = True

    event = models.ForeignKey(QualityEvent, models.PROTECT, related_name="documents")
    file = models.ForeignKey("evidence.EvidenceFile", models.PROTECT, related_name="+")
    title = models.CharField(max_length=250)
    added_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        ordering = ["added_at", "id"]
        constraints = [models.UniqueConstraint(fields=["event", "file"], name="event_document_once")]

    def __str__(self) -> str:
        return self.title

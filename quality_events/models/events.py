"""Quality events, the lots they hit, and the classes asked for."""

from django.db import models
from django.db.models import Q

from kernel.rows import SharedRow
from kernel.triggers import LawfulStates
from quality_events.states import (
    EVENT,
    LAWFUL,
    Classification,
    EventDisposition,
    EventKind,
    EventState,
    Missed,
    RootCause,
    Standing,
)
from quality_events.triggers import NeverLessMissed


def _lawful() -> Q:
    """The disposition table of 21 CFR 111.77 and 111.113(b) as a check of the database (trap T1)."""
    condition = Q(disposition="")
    for missed, choices in LAWFUL.items():
        condition |= Q(missed=missed, disposition__in=[str(c) for c in choices])
    return condition


class QualityEvent(SharedRow):
    """Something abnormal, with its investigation in the seven parts of 21 CFR 111.140(b)(3)."""

    state_table = EVENT

    number = models.CharField(max_length=40)
    kind = models.CharField(max_length=16, choices=EventKind.choices)
    classification = models.CharField(max_length=16, choices=Classification.choices)
    title = models.CharField(max_length=200)
    description = models.TextField()
    """(i) The specific deviation or unanticipated occurrence."""
    missed = models.CharField(max_length=16, choices=Missed.choices, default=Missed.NONE)
    answers_rules = models.JSONField(default=list)
    """Verdicts that this event answers: [{"rule": "R109", "subject": "…"}] (R503)."""
    state = models.CharField(max_length=16, choices=EventState.choices, default=EventState.REPORTED)
    discovered_at = models.DateTimeField()
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    clause = models.CharField(max_length=120, blank=True)
    containment = models.JSONField(default=dict)
    """What the clause said about other lots when it was reported: a later version changes nothing."""
    needs_sponsor = models.BooleanField(default=True)
    """Whether the agreement's clause asks for the sponsor's approval."""
    cause = models.TextField("cause investigation", blank=True)
    effect = models.TextField("effect on quality and labeling", blank=True)
    correction = models.TextField("correction and prevention", blank=True)
    material_action = models.TextField("what was done with the material", blank=True)
    rationale = models.TextField("scientific reason", blank=True)
    other_lots = models.TextField("other lots considered", blank=True)
    root_cause = models.CharField(max_length=16, choices=RootCause.choices, blank=True)
    found_at = models.CharField("test or step where it showed", max_length=80, blank=True)
    """With the product, the kind and the root cause it tells whether events repeat."""
    no_capa = models.TextField("why no corrective action", blank=True)
    disposition = models.CharField(max_length=16, choices=EventDisposition.choices, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, LawfulStates(EVENT), NeverLessMissed()]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="event_number_once"),
            models.CheckConstraint(condition=_lawful(), name="event_disposition_lawful"),
        ]
        indexes = [models.Index(fields=["partnership", "-reported_at", "-id"])]

    def __str__(self) -> str:
        return self.number


class ClassChange(SharedRow):
    """A lower class that the CMO asks for; the sponsor consents with its signatures, or refuses with a reason."""

    event = models.ForeignKey(QualityEvent, models.PROTECT, related_name="class_changes")
    from_class = models.CharField(max_length=16, choices=Classification.choices)
    to_class = models.CharField(max_length=16, choices=Classification.choices)
    asked_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.TextField()
    decided_by = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    is_granted = models.BooleanField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["event"], condition=Q(is_granted=None), name="one_open_class_change_per_event"
            ),
            models.CheckConstraint(
                condition=Q(is_granted=None, decided_by=None, decided_at=None)
                | Q(is_granted__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="class_change_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_class} to {self.to_class}"


class EventLot(SharedRow):
    """A lot that an event hits, directly or by derivation."""

    event = models.ForeignKey(QualityEvent, models.PROTECT, related_name="event_lots")
    lot = models.ForeignKey("lots.Lot", models.PROTECT, related_name="event_lots")
    relation = models.CharField(max_length=12, choices=[("direct", "Direct"), ("derived", "Derived")], default="direct")
    standing = models.CharField(max_length=12, choices=Standing.choices, default=Standing.INCLUDED)
    because = models.CharField(max_length=200, blank=True)
    """What it shares with a lot that was reported."""
    reason = models.TextField(blank=True)
    """Why the investigation includes or excludes it."""
    decided_by = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    consented_by = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    """Of the sponsor, where its hold or a grave event asks for its consent before the lot is let go."""
    consented_at = models.DateTimeField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["event", "lot"], name="event_lot_once"),
            models.CheckConstraint(
                condition=Q(relation="direct", standing=Standing.INCLUDED)
                | Q(relation="derived", standing=Standing.SUSPECTED, decided_by=None)
                | (Q(relation="derived", decided_by__isnull=False) & ~Q(standing=Standing.SUSPECTED) & ~Q(reason="")),
                name="event_lot_decided_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["lot", "standing"])]

    def __str__(self) -> str:
        return f"{self.event_id} hits {self.lot_id}"

"""Corrective and preventive actions: the plan, its actions, and how it is shown to have worked (domain §C4)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kernel.rows import SharedRow
from kernel.triggers import LawfulStates, Unchangeable
from quality_events.models.events import QualityEvent
from quality_events.states import CAPA, CapaSource, CapaState, EventKind, RootCause

MOST_EXTENSIONS = 2


class Capa(SharedRow):
    """What is changed so that a failure does not come again, and by what it is seen to be gone."""

    state_table = CAPA

    number = models.CharField(max_length=40)
    state = models.CharField(max_length=24, choices=CapaState.choices, default=CapaState.PROPOSED)
    source = models.CharField(max_length=16, choices=CapaSource.choices)
    source_reference = models.CharField(max_length=200, blank=True)
    """The audit finding, the chart: what no event stands for."""
    title = models.CharField(max_length=200)
    problem = models.TextField()
    proposed_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    owner = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    needs_sponsor = models.BooleanField()
    """Whether the sponsor approves the plan, by the clause, as its gravest event would need it."""
    plan = models.TextField(blank=True)
    product = models.ForeignKey("masters.Product", models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=16, choices=EventKind.choices, blank=True)
    root_cause = models.CharField(max_length=16, choices=RootCause.choices, blank=True)
    found_at = models.CharField(max_length=80, blank=True)
    """With product, kind and root cause the signature of recurrence: the test or step where it shows."""
    exposure_lots = models.PositiveSmallIntegerField(null=True, blank=True)
    window_days = models.PositiveSmallIntegerField(null=True, blank=True)
    at_most = models.PositiveSmallIntegerField(default=0)
    """Recurrences that are still accepted."""
    implemented_at = models.DateTimeField(null=True, blank=True)
    extra_days = models.PositiveSmallIntegerField(default=0)
    """By which the window was extended, once."""
    figures = models.JSONField(default=dict)
    """As last computed: outcome, lots_made, recurrences, at."""
    computed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, LawfulStates(CAPA)]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="capa_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=[CapaState.PROPOSED, CapaState.CANCELLED])
                | (~Q(plan="") & Q(exposure_lots__gte=1, window_days__gte=1, at_most__lt=F("exposure_lots"))),
                name="capa_plan_before_work",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[CapaState.PENDING, CapaState.EFFECTIVE]) | Q(implemented_at__isnull=False),
                name="capa_implemented_at",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "-proposed_at", "-id"])]

    def __str__(self) -> str:
        return self.number


class CapaEvent(SharedRow):
    """An event that the action answers."""

    append_only: ClassVar[bool] = True

    capa = models.ForeignKey(Capa, models.PROTECT, related_name="capa_events")
    event = models.ForeignKey(QualityEvent, models.PROTECT, related_name="capa_events")

    class Meta(SharedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["capa", "event"], name="capa_event_once")]

    def __str__(self) -> str:
        return f"{self.capa_id} answers {self.event_id}"


class CapaAction(SharedRow):
    """One piece of the plan: who does what by when, and what shows that it is done."""

    capa = models.ForeignKey(Capa, models.PROTECT, related_name="actions")
    position = models.PositiveSmallIntegerField()
    what = models.TextField()
    owner = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    due_on = models.DateField()
    change_number = models.CharField(max_length=40, blank=True)
    """The change request that carries it out."""
    training = models.CharField(max_length=200, blank=True)
    procedure = models.CharField(max_length=64, blank=True)
    """That somebody is trained on: the training record (`masters.TrainedPerson`) shows it before the action is done."""
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    shown_by = models.TextField(blank=True)
    evidence = models.ForeignKey("evidence.EvidenceFile", models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)
    """Taken out of the plan before it was approved; stays on record."""

    class Meta(SharedRow.Meta):
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["capa", "position"], name="capa_action_once"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None)
                | (Q(done_at__isnull=False, done_by__isnull=False) & (~Q(shown_by="") | Q(evidence__isnull=False))),
                name="capa_action_done_with_evidence",
            ),
        ]

    def __str__(self) -> str:
        return self.what[:60]


class DueExtension(SharedRow):
    """A later day for an action: signed, with the reason, at most twice."""

    append_only: ClassVar[bool] = True

    action = models.ForeignKey(CapaAction, models.PROTECT, related_name="extensions")
    position = models.PositiveSmallIntegerField()
    from_day = models.DateField()
    to_day = models.DateField()
    reason = models.TextField()
    granted_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        ordering = ["position"]
        triggers = [*SharedRow.Meta.triggers, Unchangeable()]
        constraints = [
            models.UniqueConstraint(fields=["action", "position"], name="extension_once"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=MOST_EXTENSIONS, to_day__gt=F("from_day")) & ~Q(reason=""),
                name="extension_lawful",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_day} to {self.to_day}"

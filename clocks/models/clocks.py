"""Deadlines as rows: the database is the truth, Celery only pokes (docs/explanation/clocks.md)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from clocks.states import CLOCK, ClockState, StartEvidence, Unit
from kernel.ids import new_id
from kernel.rows import SharedRow, TechnicalRow
from kernel.triggers import LawfulStates


class Clock(SharedRow):
    """Somebody owes something by a moment; one running clock a rule and subject."""

    state_table = CLOCK
    history_without_index: ClassVar[tuple[str, ...]] = ("sponsor", "owner", "history_user")

    rule = models.CharField(max_length=60)
    """Which duty: "evidence.hand_off", "quality_events.notify", …"""
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    lot_id = models.UUIDField(null=True, blank=True)
    lot_number = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    url = models.CharField(max_length=300)
    """Where the duty is done: the page that mails and the inbox lead to."""
    clause = models.CharField(max_length=120)
    """The agreement's clause and version it was started under; a later version never moves it."""
    owner = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    """Who owes it."""
    owner_roles = ArrayField(models.CharField(max_length=8))
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=16, choices=Unit.choices)
    time_zone = models.CharField(max_length=64)
    """The site's or the owner's, when the clock started; a company that moves does not move its deadlines."""
    holiday_region = models.CharField(max_length=8)
    business_time = models.JSONField(default=dict, blank=True)
    """Hours and closed days as they stood at the start (`clocks.calendars.frozen`); empty where time is elapsed."""
    start_evidence = models.CharField(max_length=16, choices=StartEvidence.choices, blank=True)
    """Which fact started it."""
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=ClockState.choices, default=ClockState.RUNNING)
    ended_at = models.DateTimeField(null=True, blank=True)
    pause_days = models.PositiveSmallIntegerField(default=0)
    """Days of 24 hours that it may be paused altogether, as the clause said when it started; 0: never."""
    pause_clause = models.CharField(max_length=120, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)
    """The end of its latest pause; shown as paused while that lies ahead."""

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, LawfulStates(CLOCK)]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject_id"],
                condition=models.Q(state__in=["running", "breached"]),
                name="one_running_clock_per_rule_and_subject",
            )
        ]
        indexes = [
            models.Index(fields=["partnership", "due_at"], condition=models.Q(ended_at=None), name="clock_open"),
            models.Index(fields=["subject_id"]),
            models.Index(fields=["lot_id"]),
        ]

    def __str__(self) -> str:
        return self.title


class ClockStep(TechnicalRow):
    """One rung of a clock's ladder: warning, due, escalation. Fired once, by whoever locks it first."""

    tenancy: ClassVar[str] = "shared"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partnership = models.ForeignKey("parties.Partnership", models.PROTECT, related_name="+")
    sponsor = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+", db_index=False)
    clock = models.ForeignKey(Clock, models.PROTECT, related_name="steps", db_index=False)
    """Found by the key `step_once_per_clock`."""
    step = models.CharField(max_length=24)
    is_due = models.BooleanField(default=False)
    """The rung at which the clock is breached."""
    at = models.DateTimeField()
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+", db_index=False)
    roles = ArrayField(models.CharField(max_length=8))
    fired_at = models.DateTimeField(null=True, blank=True)
    lapsed = models.BooleanField(default=False)
    """Its moment came after the clock had ended: nobody was told."""
    retry_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)
    """Why the last firing failed; the others of its batch went out."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clock", "step"], name="step_once_per_clock")]
        indexes = [models.Index(fields=["at", "id"], condition=models.Q(fired_at=None), name="clockstep_due")]

    def __str__(self) -> str:
        return f"{self.step} of {self.clock_id}"

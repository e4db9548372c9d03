"""Deadlines as rows: the database is the truth, Celery only pokes (docs/explanation/clocks.md)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from clocks.states import CLOCK, ClockState, Unit
from kernel.ids import new_id
from kernel.rls.policies import VISIBLE, WRITABLE, Policy
from kernel.rows import SharedRow, TechnicalRow
from kernel.triggers import LawfulStates


class Clock(SharedRow):
    """Somebody owes something by a moment; one running clock a rule and subject."""

    state_table = CLOCK

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
    """The owner's, when the clock started; a company that moves does not move its deadlines."""
    holiday_region = models.CharField(max_length=8)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=ClockState.choices, default=ClockState.RUNNING)
    ended_at = models.DateTimeField(null=True, blank=True)

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
    sponsor = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    clock = models.ForeignKey(Clock, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=24)
    is_due = models.BooleanField(default=False)
    """The rung at which the clock is breached."""
    at = models.DateTimeField()
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
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


class Notice(SharedRow):
    """One message to one person for one reason; the unique key makes it happen once."""

    append_only: ClassVar[bool] = True

    key = models.CharField(max_length=200)
    """The reason: "clock/<id>/<step>" or "event/<id>/reported"."""
    recipient = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    channel = models.CharField(max_length=16, default="email")
    subject_line = models.CharField(max_length=250)
    at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["key", "recipient", "channel"], name="notice_happens_once")]

    def __str__(self) -> str:
        return self.subject_line


class InboxItem(SharedRow):
    """Something waits for somebody: an organisation's roles, or one person who took it."""

    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    roles = ArrayField(models.CharField(max_length=8))
    key = models.CharField(max_length=200)
    title = models.CharField(max_length=250)
    why = models.CharField(max_length=250, blank=True)
    url = models.CharField(max_length=300)
    lot_id = models.UUIDField(null=True, blank=True)
    clock = models.ForeignKey(Clock, models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    taken_by = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key"], condition=models.Q(done_at=None), name="one_open_item_per_key"
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "due_at", "id"], condition=models.Q(done_at=None), name="inbox_open"),
            models.Index(fields=["key"], condition=models.Q(done_at=None), name="inbox_key"),
        ]

    def __str__(self) -> str:
        return self.title


_PLATFORM = "(partnership_id IS NULL AND (SELECT app_is_system()))"


class OutboxMessage(TechnicalRow):
    """What leaves the house, written in the transaction that causes it. At-least-once, one Message-ID.

    Mail of the log-in machinery belongs to no partnership: anyone may cause it, only the platform reads it.
    """

    tenancy: ClassVar[str] = "custom"
    policy: ClassVar[Policy] = Policy(
        read=f"partnership_id = {VISIBLE} OR {_PLATFORM}",
        write=f"partnership_id = {WRITABLE} OR {_PLATFORM}",
        insert="true",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partnership = models.ForeignKey("parties.Partnership", models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=16, default="email")
    payload = models.JSONField()
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                condition=models.Q(sent_at=None, dead_at=None),
                name="outbox_due",
            ),
            models.Index(fields=["dead_at"], condition=models.Q(dead_at__isnull=False), name="outbox_dead"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Heartbeat(TechnicalRow):
    """The last sign of life of worker and beat, for /readyz."""

    tenancy: ClassVar[str] = "global"

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


__all__ = ["Clock", "ClockStep", "Heartbeat", "InboxItem", "Notice", "OutboxMessage"]

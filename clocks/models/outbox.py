"""What leaves the house, and the signs of life of what sends it."""

from typing import ClassVar

from django.db import models

from kernel.ids import new_id
from kernel.rls.policies import VISIBLE, WRITABLE, Policy
from kernel.rows import TechnicalRow

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
    server_reply = models.CharField(max_length=500, blank=True)
    """What the mail server said when it took it: "250 2.0.0 Ok: queued as 4F2A1"."""

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

"""What the rules said, with their inputs, and what reviewers decided on exceptions."""

from typing import ClassVar

from django.db import models

from evidence.states import Choice
from kernel.rows import SharedRow


class RuleVerdict(SharedRow):
    """One rule's answer about one subject of one pack. Written once."""

    append_only: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)  # type: ignore[assignment]  # an inner row (ADR 0005)
    pack = models.ForeignKey("evidence.Pack", models.PROTECT, related_name="verdicts")
    rule = models.CharField(max_length=8)
    rule_version = models.PositiveSmallIntegerField()
    paragraph = models.CharField(max_length=120)
    severity = models.CharField(max_length=1)
    outcome = models.CharField(max_length=16)
    subject = models.CharField(max_length=200)
    sentence = models.TextField()
    inputs = models.JSONField()
    inputs_hash = models.CharField(max_length=64)
    cure = models.CharField(max_length=300, blank=True)

    class Meta(SharedRow.Meta):
        indexes = [models.Index(fields=["pack", "rule"])]

    def __str__(self) -> str:
        return f"{self.rule} {self.outcome}"


class ExceptionDecision(SharedRow):
    """A reviewer's answer to an exception, with the reason."""

    append_only: ClassVar[bool] = True

    verdict = models.OneToOneField(RuleVerdict, models.PROTECT, related_name="decision")
    choice = models.CharField(max_length=16, choices=Choice.choices)
    reason = models.TextField()
    decided_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    """The decision on the same finding, on the same figures, of an earlier version of the lot's pack."""

    def __str__(self) -> str:
        return f"{self.choice}: {self.reason}"


class VerdictAnswer(SharedRow):
    """A quality event answers a verdict that needs one (R126, R503); written by `quality_events`."""

    append_only: ClassVar[bool] = True

    verdict = models.ForeignKey(RuleVerdict, models.PROTECT, related_name="answers")
    event_id = models.UUIDField()
    event_number = models.CharField(max_length=40)
    answered_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["verdict", "event_id"], name="answered_once_per_event")]
        indexes = [models.Index(fields=["event_id"])]

    def __str__(self) -> str:
        return self.event_number

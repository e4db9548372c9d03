"""EPCIS documents as they were handed in, and their events (ADR 0031)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kernel.rls.policies import VISIBLE, WRITABLE, Policy
from kernel.rows import OwnedRow
from kernel.triggers import Unchangeable

_OWN = "organisation_id = (SELECT app_organisation())"
_POLICY = Policy(
    read=f"(partnership_id IS NULL AND {_OWN}) OR partnership_id = {VISIBLE}",
    write=f"{_OWN} AND (partnership_id IS NULL OR partnership_id = {WRITABLE})",
)
"""Of a partnership, both companies'; of none, the one's that handed it in, and nobody else's."""


class EventDocument(OwnedRow):
    """One captured document; its bytes are kept in the evidence store under their hash."""

    append_only: ClassVar[bool] = True
    policy: ClassVar[Policy] = _POLICY

    partnership = models.ForeignKey(
        "parties.Partnership", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    outcome = models.JSONField()
    """What was new, known before or contradicted, what came of it, and what is kept without effect."""
    captured_at = models.DateTimeField()
    captured_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")

    class Meta(OwnedRow.Meta):
        triggers = [*OwnedRow.Meta.triggers, Unchangeable()]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "partnership", "sha256"], name="document_captured_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"EPCIS document {self.sha256[:12]}"


class CapturedEvent(OwnedRow):
    """One event as it came, with what queries ask for; its `text` is the event's JSON without loss."""

    append_only: ClassVar[bool] = True
    policy: ClassVar[Policy] = _POLICY
    history_without_index: ClassVar[tuple[str, ...]] = ("organisation", "partnership", "document")

    partnership = models.ForeignKey(
        "parties.Partnership", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    document = models.ForeignKey(EventDocument, models.PROTECT, related_name="events")
    position = models.PositiveIntegerField()
    """In its document, from 0."""
    event_id = models.TextField()
    fingerprint = models.CharField(max_length=64)
    """SHA-256 of what it says happened; the same eventID with another one contradicts the first."""
    is_declared_wrong = models.BooleanField()
    """By its own author: an error declaration."""
    kind = models.TextField()
    happened_at = models.DateTimeField()
    action = models.CharField(max_length=8, blank=True)
    step = models.TextField("business step", blank=True)
    process = models.TextField("transformationID", blank=True)
    keys = ArrayField(models.TextField())
    """Canonical URIs of all goods and of their container."""
    text = models.TextField()
    context = models.TextField()
    captured_at = models.DateTimeField()

    class Meta(OwnedRow.Meta):
        triggers = [*OwnedRow.Meta.triggers, Unchangeable()]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "partnership", "event_id", "fingerprint", "is_declared_wrong"],
                name="event_captured_once",
                nulls_distinct=False,
            )
        ]
        indexes = [
            models.Index(fields=["partnership", "-happened_at", "-id"]),
            models.Index(fields=["organisation", "-happened_at", "-id"]),
        ]

    def __str__(self) -> str:
        return self.event_id

"""Legal holds, and what a company has signed as no longer to be kept."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kernel.rls.policies import VISIBLE, WRITABLE, Policy
from kernel.rows import SharedRow
from kernel.triggers import Unchangeable

_OWN = f"partnership_id = {WRITABLE} AND (organisation_id = (SELECT app_organisation()) OR (SELECT app_is_system()))"


class LegalHold(SharedRow):
    """A company keeps a lot's records, or all of the partnership, beyond their day. Each has its own holds."""

    policy: ClassVar[Policy] = Policy(read=f"partnership_id = {VISIBLE}", write=_OWN)
    narrowed: ClassVar[str] = "lot_id IS NULL OR lot_id = ANY ((SELECT granted_lots())::uuid[])"

    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    lot_id = models.UUIDField(null=True, blank=True)
    """A row of a higher app; None: the whole partnership."""
    label = models.CharField(max_length=200)
    """“lot KB-2417”, “all records of Keystone → Alder”."""
    reason = models.TextField()
    placed_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lift_reason = models.TextField(blank=True)

    class Meta(SharedRow.Meta):
        indexes = [models.Index(fields=["partnership", "lot_id"], condition=Q(lifted_at=None), name="hold_standing")]
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="legal_hold_lifted_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="legal_hold_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"legal hold on {self.label}"


class DisposalList(SharedRow):
    """What one company has signed as no longer to be kept by it. Nothing is deleted by it (ADR 0025)."""

    policy: ClassVar[Policy] = Policy(read=f"partnership_id = {VISIBLE}", write="", insert=_OWN)
    append_only: ClassVar[bool] = True

    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    made_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    lots = models.JSONField()
    """[{"id", "number", "kept_until", "why"}, …], as signed."""

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, Unchangeable()]

    def __str__(self) -> str:
        return f"disposal list of {self.made_at:%d %b %Y}"

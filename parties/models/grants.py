"""What an outsider may read for a while, and what a CMO is qualified to make."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kernel.rls.policies import VISIBLE, WRITABLE, Policy
from kernel.rows import SharedRow


class AuditorGrant(SharedRow):
    """A time-boxed, read-only look at one partnership for one person of an auditor's firm."""

    policy: ClassVar[Policy] = Policy(
        read=f"partnership_id = {VISIBLE} OR person_id = (SELECT app_person())",
        write=f"partnership_id = {WRITABLE}",
    )

    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    """The auditor's own firm."""
    person = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    granted_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="grant_ends_after_start")]
        indexes = [models.Index(fields=["person"])]

    def __str__(self) -> str:
        return f"grant to {self.person}"


class Qualification(SharedRow):
    """What the sponsor has qualified the CMO for (domain §C9); written by `performance`, read by the gate."""

    scope = models.CharField(max_length=200)
    status = models.CharField(
        max_length=16,
        choices=[("qualified", "Qualified"), ("conditional", "Conditional"), ("suspended", "Suspended")],
    )
    valid_from = models.DateField()
    valid_until = models.DateField()
    conditions = models.TextField(blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="qualification_has_a_span")
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} for {self.scope} until {self.valid_until}"

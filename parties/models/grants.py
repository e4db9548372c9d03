"""What an outsider may read for a while, and what a CMO is qualified to make."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kernel.rls.policies import VISIBLE, WRITABLE, Policy
from kernel.rows import SharedRow


class AuditorGrant(SharedRow):
    """A time-boxed, read-only look at one partnership, or at some of its lots, for one person of an auditor's firm."""

    policy: ClassVar[Policy] = Policy(
        read=f"partnership_id = {VISIBLE} OR person_id = (SELECT app_person())",
        write=f"partnership_id = {WRITABLE}",
    )

    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    """The auditor's own firm."""
    person = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=300)
    lot_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    """Keys of rows of higher apps; a function that looks past the policies takes those of this partnership alone."""
    product_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    made_from = models.DateField(null=True, blank=True)
    made_until = models.DateField(null=True, blank=True)
    covers = models.TextField(default="the whole partnership")
    """What it shows, in words, as it was given."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    granted_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="grant_ends_after_start"),
            models.CheckConstraint(
                condition=Q(made_from=None) | Q(made_until=None) | Q(made_until__gte=F("made_from")),
                name="grant_period_has_a_span",
            ),
        ]
        indexes = [models.Index(fields=["person"])]

    def __str__(self) -> str:
        return f"grant to {self.person}"

    @property
    def is_narrow(self) -> bool:
        """Whether it shows a part of the partnership only; the database asks the same (`app_grants`)."""
        return bool(self.lot_ids or self.product_ids or self.made_from or self.made_until)


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

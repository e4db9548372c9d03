"""Quality agreements: versions with typed clauses, in force from a date."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from agreements.states import VERSION, ClauseKind, VersionState
from agreements.triggers import FixedOnceAgreed, OnlyInADraft
from kernel.rows import SharedRow
from kernel.triggers import LawfulStates


class Agreement(SharedRow):
    """One agreement covers a product group of a partnership."""

    number = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    product_group = models.CharField(max_length=80)

    class Meta(SharedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="agreement_number_once"),
            models.UniqueConstraint(fields=["partnership", "product_group"], name="one_agreement_per_group"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class AgreementVersion(SharedRow):
    """What both sides sign; running lots keep theirs."""

    state_table = VERSION

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=16, choices=VersionState.choices, default=VersionState.DRAFT)
    effective_from = models.DateField()
    effective_until = models.DateField(null=True, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    """Set when agreed: what both signatures are bound to."""
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, LawfulStates(VERSION), FixedOnceAgreed()]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "version"], name="agreement_version_once"),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(state__in=["draft", "agreed"]), name="one_open_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement.number} v{self.version}"


class Clause(SharedRow):
    """A typed clause; `parameters` follow the schema of its kind in `agreements/clauses/`."""

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="clauses")
    number = models.CharField(max_length=12)
    kind = models.CharField(max_length=24, choices=ClauseKind.choices)
    title = models.CharField(max_length=200)
    parameters = models.JSONField(default=dict)

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, OnlyInADraft()]
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="clause_number_once"),
            models.UniqueConstraint(fields=["version", "kind"], name="clause_kind_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class ExpiryWarning(SharedRow):
    """Both sides were told that a version ends: each step once."""

    append_only: ClassVar[bool] = True

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="expiry_warnings")
    days = models.PositiveSmallIntegerField()
    """How many days before the end: 90, 60, 30; 0 is the day itself."""
    at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        ordering = ["-days"]
        constraints = [models.UniqueConstraint(fields=["version", "days"], name="expiry_step_told_once")]

    def __str__(self) -> str:
        return f"{self.version}: {self.days} days before the end"

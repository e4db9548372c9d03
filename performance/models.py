"""The evidence passport: what a CMO shows of itself, kept once, shown to each sponsor that it chooses."""

from typing import ClassVar

from django.db import models

from kernel.rls.policies import VISIBLE, Policy
from kernel.rows import OwnedRow, SharedRow
from performance.states import DocumentKind

_SHOWN = (
    "EXISTS (SELECT 1 FROM performance_passportshare s WHERE s.document_id = {TABLE}.id "  # noqa: S608 - our own text
    f"AND s.ended_at IS NULL AND s.partnership_id = {VISIBLE})"
)
_OWN = "organisation_id = (SELECT app_organisation())"


class PassportDocument(OwnedRow):
    """A registration, certificate or report of one organisation; a renewed one is a new row that replaces it."""

    policy: ClassVar[Policy] = Policy(read=f"{_OWN} OR {_SHOWN}", write=_OWN)

    kind = models.CharField(max_length=16, choices=DocumentKind.choices)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=100, blank=True)
    issuer = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    """The first day on which it is no longer valid; none for what does not expire."""
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    added_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    warned_days = models.PositiveSmallIntegerField(null=True, blank=True)
    """The last warning given to the owner while nobody is shown it; a share has its own."""
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="successor")

    class Meta(OwnedRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until=None) | models.Q(valid_until__gt=models.F("valid_from")),
                name="passport_valid_span",
            )
        ]
        indexes = [models.Index(fields=["valid_until"], condition=models.Q(ended_at=None), name="passport_expiry")]

    def __str__(self) -> str:
        return self.title


class PassportShare(SharedRow):
    """One sponsor may see one document; no sponsor learns of another."""

    document = models.ForeignKey(PassportDocument, models.PROTECT, related_name="shares")
    shared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    warned_days = models.PositiveSmallIntegerField(null=True, blank=True)
    """The last warning given, in days before expiry (90, 60, 30, 0)."""

    class Meta(SharedRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["document", "partnership"], condition=models.Q(ended_at=None), name="shared_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id} for {self.partnership_id}"

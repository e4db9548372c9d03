"""What was refused, and who looked: append-only rows that are their own history."""

from typing import ClassVar

from django.db import models

from kernel.rls.policies import AT_ALL, VISIBLE, Policy
from kernel.rows import AppendedRow


class Refusal(AppendedRow):
    """An attempt that was refused: part of the trail (domain §E.6). Written after the rollback."""

    tenancy: ClassVar[str] = "custom"
    policy: ClassVar[Policy] = Policy(
        read=f"partnership_id = {VISIBLE} "
        "OR (partnership_id IS NULL AND (organisation_id = (SELECT app_organisation()) OR (SELECT app_is_system())))",
        write="",
        insert=f"partnership_id IS NULL OR partnership_id = {AT_ALL}",
    )

    partnership = models.ForeignKey("parties.Partnership", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("parties.Person", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    action = models.CharField(max_length=120)
    """The page's or route's name, or the task's."""
    subject_id = models.UUIDField(null=True)
    code = models.CharField(max_length=40)
    sentence = models.TextField()
    clause = models.CharField(max_length=120, blank=True)
    detail = models.JSONField(default=dict)
    """For an unreadable upload: file name, hash and the problems found."""

    class Meta(AppendedRow.Meta):
        indexes = [models.Index(fields=["partnership", "at"]), models.Index(fields=["subject_id", "at"])]

    def __str__(self) -> str:
        return self.sentence


_OWN = "(partnership_id IS NULL AND organisation_id = (SELECT app_organisation()))"


class AccessRecord(AppendedRow):
    """What an auditor opened or downloaded, and every file download (domain §E.5): append-only."""

    tenancy: ClassVar[str] = "custom"
    policy: ClassVar[Policy] = Policy(
        read=f"partnership_id = {VISIBLE} OR {_OWN}", write="", insert=f"partnership_id = {AT_ALL} OR {_OWN}"
    )

    partnership = models.ForeignKey("parties.Partnership", models.PROTECT, null=True, related_name="+")
    """None for what a company alone owns: then it is that company's own look, and nobody else's business."""
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, null=True, related_name="+")
    """For whom the person looked."""
    person = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    what = models.CharField(max_length=200)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()

    class Meta(AppendedRow.Meta):
        indexes = [models.Index(fields=["partnership", "at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(partnership__isnull=False) | models.Q(organisation__isnull=False),
                name="looked_at_somebodys",
            )
        ]

    def __str__(self) -> str:
        return self.what

"""What proves a decision: signatures, refusals, who looked, sealed reports."""

from typing import ClassVar

from django.db import models

from kernel.ids import new_id
from kernel.rls.policies import VISIBLE, Policy
from kernel.rows import SharedRow, TechnicalRow
from kernel.triggers import LawfulStates, Unchangeable
from records.states import REPORT, Meaning, Proof, ReportState


class Signature(SharedRow):
    """An electronic signature, bound to the content it was given for (21 CFR 11.50, 11.70)."""

    append_only: ClassVar[bool] = True

    signer = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    printed_name = models.CharField(max_length=150)
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    role = models.CharField(max_length=8)
    meaning = models.CharField(max_length=32, choices=Meaning.choices)
    signed_at = models.DateTimeField()
    proof = models.CharField(max_length=16, choices=Proof.choices)
    """How the signer identified himself at signing (21 CFR 11.200(a)(1))."""
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    subject_label = models.CharField(max_length=200)
    content = models.TextField()
    """The canonical JSON that was signed."""
    content_hash = models.CharField(max_length=64)
    binding = models.CharField(max_length=64, default="")
    """SHA-256 over who, when, meaning, subject, content: a row copied to another record fails (11.70)."""
    reason = models.TextField(blank=True)

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, Unchangeable()]
        indexes = [models.Index(fields=["partnership", "subject_id", "signed_at"])]

    def __str__(self) -> str:
        return f"{self.printed_name}: {self.get_meaning_display()}"


class Refusal(TechnicalRow):
    """An attempt that was refused: part of the trail (domain §E.6). Written after the rollback."""

    tenancy: ClassVar[str] = "custom"
    append_only: ClassVar[bool] = True
    policy: ClassVar[Policy] = Policy(
        read=f"partnership_id = {VISIBLE} "
        "OR (partnership_id IS NULL AND (organisation_id = (SELECT app_organisation()) OR (SELECT app_is_system())))",
        write="",
        insert=f"partnership_id IS NULL OR partnership_id = {VISIBLE}",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
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

    class Meta:
        indexes = [models.Index(fields=["partnership", "at"]), models.Index(fields=["subject_id", "at"])]

    def __str__(self) -> str:
        return self.sentence


_LOOKED_AT = f"partnership_id = {VISIBLE} OR (partnership_id IS NULL AND organisation_id = (SELECT app_organisation()))"


class AccessRecord(TechnicalRow):
    """What an auditor opened or downloaded, and every file download (domain §E.5): append-only."""

    tenancy: ClassVar[str] = "custom"
    append_only: ClassVar[bool] = True
    policy: ClassVar[Policy] = Policy(read=_LOOKED_AT, write="", insert=_LOOKED_AT)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partnership = models.ForeignKey("parties.Partnership", models.PROTECT, null=True, related_name="+")
    """None for what a company alone owns: then it is that company's own look, and nobody else's business."""
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, null=True, related_name="+")
    """For whom the person looked."""
    person = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    what = models.CharField(max_length=200)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["partnership", "at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(partnership__isnull=False) | models.Q(organisation__isnull=False),
                name="looked_at_somebodys",
            )
        ]

    def __str__(self) -> str:
        return self.what


class SealedReport(SharedRow):
    """A report asked for, rendered by a worker, sealed, and kept by its hash."""

    policy: ClassVar[Policy] = Policy(read=f"partnership_id = {VISIBLE}", write=f"partnership_id = {VISIBLE}")
    state_table = REPORT

    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=16, choices=ReportState.choices, default=ReportState.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    requested_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    organisation_name = models.CharField(max_length=200, blank=True)
    """For whom it was asked for, as it is printed."""
    access = models.CharField(max_length=200, blank=True)
    """By what right: “auditor, access until 30 Apr 2026”."""
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    """When a worker last began or went on: one that fell silent is replaced by the sweep."""
    sealed_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    problem = models.TextField(blank=True)

    class Meta(SharedRow.Meta):
        indexes = [models.Index(fields=["partnership", "subject_id", "requested_at"])]
        triggers = [*SharedRow.Meta.triggers, LawfulStates(REPORT)]

    def __str__(self) -> str:
        return self.title

"""Reports that a worker renders and seals."""

from typing import ClassVar

from django.db import models

from kernel.rls.policies import AT_ALL, VISIBLE, WRITABLE, Policy
from kernel.rows import SharedRow
from kernel.triggers import LawfulStates
from records.states import REPORT, ReportState


class SealedReport(SharedRow):
    """A report asked for, rendered by a worker, sealed, and kept by its hash."""

    policy: ClassVar[Policy] = Policy(
        read=f"partnership_id = {VISIBLE} AND (asked_for_id IS NULL OR asked_for_id = (SELECT app_organisation()) "
        "OR (SELECT app_is_system()))",
        write=f"partnership_id = {WRITABLE}",
        insert=f"partnership_id = {AT_ALL} AND "
        f"(partnership_id = {WRITABLE} OR requested_by_id = (SELECT app_person()))",
    )
    narrowed: ClassVar[str] = "grant_id IN (SELECT g.id FROM app_grants(true) g)"
    state_table = REPORT

    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=16, choices=ReportState.choices, default=ReportState.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    requested_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    grant = models.ForeignKey("parties.AuditorGrant", models.PROTECT, null=True, blank=True, related_name="+")
    """The auditor's, under which it was asked for: it is compiled with her eyes, and hers while the grant runs."""
    asked_for = models.ForeignKey("parties.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    """The company for whose eyes alone it is made; None: whoever sees the partnership may read it."""
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

    @property
    def is_package(self) -> bool:
        """A ZIP file with proofs, not a paper."""
        return self.kind.endswith(("_package", "_exit"))

"""What an auditor asks for, and what the company that was asked answers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kernel.rls.policies import AT_ALL, WRITABLE, Policy
from kernel.rows import SharedRow
from kernel.triggers import LawfulStates
from workspace.states import AUDIT_REQUEST, RequestState

_OWN = f"(asked_by_id = (SELECT app_person()) AND partnership_id = {AT_ALL})"


class AuditRequest(SharedRow):
    """A document or a record, asked for by a day; answered with a record, a file, or the reason why not."""

    policy: ClassVar[Policy] = Policy(
        read=f"partnership_id = {WRITABLE} OR {_OWN}", write=f"partnership_id = {WRITABLE} OR {_OWN}"
    )
    narrowed: ClassVar[str] = "asked_by_id = (SELECT app_person())"
    state_table = AUDIT_REQUEST

    grant = models.ForeignKey("parties.AuditorGrant", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    """1, 2, 3, … under one grant."""
    asked_of = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    words = models.TextField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=RequestState.choices, default=RequestState.OPEN)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    record_label = models.CharField(max_length=200, blank=True)
    record_page = models.CharField(max_length=300, blank=True)
    """The record that answers it, which the grant shows."""
    file = models.ForeignKey("evidence.EvidenceFile", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, LawfulStates(AUDIT_REQUEST)]
        constraints = [
            models.UniqueConstraint(fields=["grant", "number"], name="audit_request_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"]) | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="audit_request_answered_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state", "due_at"])]

    def __str__(self) -> str:
        return f"request {self.number}"

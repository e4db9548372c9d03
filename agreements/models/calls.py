"""What is asked and told under a clause, and who has read what was signed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from agreements.models.agreements import AgreementVersion
from agreements.states import CALL, CallState, ClauseKind
from kernel.rows import SharedRow
from kernel.triggers import LawfulStates


class ClauseCall(SharedRow):
    """One side calls upon a clause: a request that the other side answers, or a notice that it acknowledges."""

    state_table = CALL

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="calls")
    number = models.PositiveIntegerField()
    """Counted in the partnership: “call 7”."""
    kind = models.CharField(max_length=24, choices=ClauseKind.choices)
    clause = models.CharField(max_length=120)
    """ "AG-4 v3 cl. 8.1": what it was called upon under."""
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=16, choices=CallState.choices, default=CallState.OPEN)
    called_by = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    happened_at = models.DateTimeField(null=True, blank=True)
    """Of a notice: when that happened which it tells of."""
    to_be_told_by = models.DateTimeField(null=True, blank=True)
    """Of a notice: until when the clause wanted it told."""
    has_consent = models.BooleanField(null=True, blank=True)
    """Where the clause needs consent: what was signed."""

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, LawfulStates(CALL)]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="call_number_once"),
            models.CheckConstraint(
                condition=Q(has_consent=None) | Q(kind=ClauseKind.SUBCONTRACTING), name="call_consent_where_needed"
            ),
        ]
        indexes = [models.Index(fields=["version", "-called_at", "-id"])]

    def __str__(self) -> str:
        return f"call {self.number}"

    @property
    def was_told_late(self) -> bool:
        """Whether a notice came after its time: on record, no bar to anything."""
        return self.to_be_told_by is not None and self.called_at > self.to_be_told_by


class CallPost(SharedRow):
    """What was said on a call, in its order."""

    append_only: ClassVar[bool] = True

    call = models.ForeignKey(ClauseCall, models.PROTECT, related_name="posts")
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    text = models.TextField()
    said_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        ordering = ["said_at", "id"]

    def __str__(self) -> str:
        return f"{self.call_id}: {self.said_at:%Y-%m-%d}"


class Acknowledgement(SharedRow):
    """A person has read a signed version and been trained on it (domain §C0, signed → effective)."""

    append_only: ClassVar[bool] = True

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="acknowledgements")
    person = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["version", "person"], name="acknowledged_once")]

    def __str__(self) -> str:
        return f"{self.person} has read {self.version}"

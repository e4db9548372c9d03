"""Change requests against the approved baseline."""

from django.db import models

from change_control.states import CHANGE, ChangeState, ChangeTrigger
from kernel.rows import SharedRow
from kernel.triggers import LawfulStates


class ChangeRequest(SharedRow):
    """Proposed by the CMO, decided by the sponsor; effective from a date."""

    state_table = CHANGE

    number = models.CharField(max_length=40)
    product = models.ForeignKey("masters.Product", models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    trigger = models.CharField(max_length=16, choices=ChangeTrigger.choices)
    description = models.TextField()
    justification = models.TextField()
    impact = models.TextField("impact assessment")
    state = models.CharField(max_length=16, choices=ChangeState.choices, default=ChangeState.DRAFT)
    proposed_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    effective_on = models.DateField()
    clause = models.CharField(max_length=120, blank=True)
    """Which clause decided, when it was submitted, whether the sponsor approves it."""

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, LawfulStates(CHANGE)]
        constraints = [models.UniqueConstraint(fields=["partnership", "number"], name="change_number_once")]
        indexes = [models.Index(fields=["partnership", "-proposed_at", "-id"])]

    def __str__(self) -> str:
        return self.number

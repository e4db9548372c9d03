"""First versions that were brought in a workbook or over the API and wait for their approval."""

from django.db import models

from kernel.rows import SharedRow
from kernel.triggers import LawfulStates
from masters.states import BASELINE_DRAFT, DraftState


class BaselineDraft(SharedRow):
    """What would be added, kept as it was read; nothing of it holds before it is signed."""

    state_table = BASELINE_DRAFT

    number = models.CharField(max_length=40)
    state = models.CharField(max_length=16, choices=DraftState.choices, default=DraftState.SUBMITTED)
    file_name = models.CharField(max_length=200, blank=True)
    """Empty when it came over the API."""
    file_sha256 = models.CharField(max_length=64, blank=True)
    content = models.JSONField()
    """The tables, as `masters.entrance.read_json` takes them."""
    row_numbers = models.JSONField(default=dict)
    """Which row of the file's sheet each row of a table was."""
    brought_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, LawfulStates(BASELINE_DRAFT)]
        constraints = [models.UniqueConstraint(fields=["partnership", "number"], name="baseline_draft_number_once")]
        indexes = [models.Index(fields=["partnership", "-brought_at", "-id"])]

    def __str__(self) -> str:
        return self.number

"""Results ahead of their pack, and where each result of a pack comes from: the platform's own record of it."""

from typing import ClassVar

from django.db import models

from evidence.states import DRAFT, DraftState, Way
from kernel.rows import SharedRow
from kernel.triggers import LawfulStates


class DraftResult(SharedRow):
    """One result read from a file or typed beside it; the next pack of the lot takes it once it is ready."""

    state_table = DRAFT

    lot = models.ForeignKey("lots.Lot", models.PROTECT, related_name="+")
    file = models.ForeignKey("evidence.EvidenceFile", models.PROTECT, related_name="+")
    """The certificate as it came; its SHA-256 says which bytes."""
    way = models.CharField(max_length=8, choices=Way.choices)
    place = models.CharField(max_length=250)
    """Where in the file: "inspection 2", "Results, row 7", "page 3"."""
    page = models.PositiveIntegerField(default=0)
    """The page of a document, from 1; 0 where the file has no pages."""
    profile = models.CharField(max_length=120, blank=True)
    """The profile and version that its columns were read by."""
    profile_id = models.UUIDField(null=True, blank=True)
    """Its key at the organisation that owns it; the sponsor sees the name alone."""
    component = models.CharField(max_length=64, blank=True)
    component_lot = models.CharField(max_length=64, blank=True)
    """Of a supplier's certificate: the component (item code) and its lot; both empty for a result of the lot itself."""
    certificate_number = models.CharField(max_length=120, blank=True)
    """As a certificate in the CoA form says it, like its date and its parties; empty for a table or a page."""
    certificate_date = models.DateField(null=True, blank=True)
    issued_by = models.CharField(max_length=200, blank=True)
    issued_to = models.CharField(max_length=200, blank=True)
    receiver = models.CharField(max_length=200, blank=True)
    """Who gets the goods, where that is another than the customer."""
    data = models.JSONField()
    """The result's fields as in the pack format, without its number."""
    is_critical = models.BooleanField()
    """Identity, a contaminant, or the assay behind a label claim: what is typed needs a second person."""
    state = models.CharField(max_length=16, choices=DraftState.choices, default=DraftState.TO_CONFIRM)
    entered_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, LawfulStates(DRAFT)]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("entered_by")),
                name="draft_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(component="", component_lot="")
                | ~models.Q(component="") & ~models.Q(component_lot=""),
                name="draft_component_with_lot",
            ),
            models.CheckConstraint(
                condition=~models.Q(way=Way.TYPED, is_critical=True, state=DraftState.READY, confirmed_by=None),
                name="critical_value_confirmed",
            ),
        ]
        indexes = [models.Index(fields=["lot", "state"])]

    def __str__(self) -> str:
        return f"result of {self.data.get('name') or self.data.get('test')}"


class ResultOrigin(SharedRow):
    """The draft that a result of a pack was taken from, unchanged in what decides."""

    append_only: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)  # type: ignore[assignment]  # an inner row (ADR 0005)
    pack = models.ForeignKey("evidence.Pack", models.PROTECT, related_name="origins")
    section = models.CharField(max_length=40, default="laboratory.results")
    """laboratory.results, or materials.certificate_results for a supplier's certificate."""
    position = models.PositiveIntegerField()
    """The row of the section, from 1."""
    draft = models.ForeignKey(DraftResult, models.PROTECT, related_name="+")

    class Meta(SharedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["pack", "section", "position"], name="origin_once")]

    def __str__(self) -> str:
        return f"origin of result {self.position}"

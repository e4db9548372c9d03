"""Change requests against the approved baseline, and what packs say otherwise than it."""

from django.db import models

from change_control.drift import CITATIONS, TITLES, TRIGGERS, Kind
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


class Comparison(SharedRow):
    """A pack is compared with the baseline that its lot should have been made under, once (domain §C5)."""

    pack = models.OneToOneField("evidence.Pack", models.PROTECT, related_name="comparison")
    asked_at = models.DateTimeField()
    compared_at = models.DateTimeField(null=True, blank=True)
    event = models.ForeignKey(
        "quality_events.QualityEvent", models.PROTECT, null=True, blank=True, related_name="comparisons"
    )
    """The change breach that answers the differences which no approved change covers."""

    class Meta(SharedRow.Meta):
        indexes = [
            models.Index(fields=["asked_at"], name="comparison_due", condition=models.Q(compared_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"comparison of {self.pack_id}"


class Difference(SharedRow):
    """One difference, with both values as they stood when the pack was compared."""

    comparison = models.ForeignKey(Comparison, models.PROTECT, related_name="differences")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=[(kind.value, TITLES[kind]) for kind in Kind])
    where = models.CharField(max_length=400)
    approved = models.TextField()
    found = models.TextField()
    change = models.ForeignKey(ChangeRequest, models.PROTECT, null=True, blank=True, related_name="differences")
    """The approved change that covers it; none: a breach."""

    class Meta(SharedRow.Meta):
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["comparison", "position"], name="difference_position_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.where}"

    @property
    def citation(self) -> str:
        return CITATIONS[Kind(self.kind)]

    @property
    def trigger(self) -> str:
        """The kind of change to ask for."""
        return TRIGGERS[Kind(self.kind)][0]

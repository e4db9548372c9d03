"""Change requests against the approved baseline, and what packs say otherwise than it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from change_control.drift import CITATIONS, TITLES, TRIGGERS, Kind
from change_control.impact import AREAS, HIGHEST, Band, band_of, score_of
from change_control.states import CHANGE, ChangePath, ChangeState, ChangeTrigger, ChangeWay, LotWay
from kernel.rows import OwnedRow, SharedRow
from kernel.triggers import LawfulStates
from masters.models import MasterKind


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
    state = models.CharField(max_length=20, choices=ChangeState.choices, default=ChangeState.DRAFT)
    proposed_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    effective_on = models.DateField()
    """The day that holds: never before the approval that it rests on."""
    asked_on = models.DateField(null=True, blank=True)
    """The day that was asked for, and signed; empty in requests of before the classification."""
    clause = models.CharField(max_length=120, blank=True)
    """Which clause decided, when it was submitted, whether the sponsor approves it."""
    path = models.CharField(max_length=16, choices=ChangePath.choices, default=ChangePath.NORMAL)
    way = models.CharField(max_length=8, choices=ChangeWay.choices, blank=True)
    because = models.TextField(blank=True)
    """Why it goes this way: the sentence of the classification."""
    qualification_lots = models.PositiveSmallIntegerField(default=0)
    event = models.ForeignKey(
        "quality_events.QualityEvent", models.PROTECT, null=True, blank=True, related_name="changes"
    )
    """The change breach that a retrospective request answers."""
    conditions = models.TextField(blank=True)
    """What the sponsor's approval asks for, written before it is signed."""
    implemented_by = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    review_due_on = models.DateField(null=True, blank=True)
    run_out = models.TextField("run-out plan", blank=True)
    run_out_lots = models.PositiveSmallIntegerField(null=True, blank=True)
    """At most so many running lots are finished under the old version; empty: no bound is set."""
    kind = models.CharField("what it changes", max_length=16, choices=MasterKind.choices, blank=True)
    """Which version of the product its approval makes; empty: none."""
    content = models.JSONField(null=True, blank=True)
    """What the new version says (`masters.written`)."""
    based_on = models.UUIDField(null=True, blank=True)
    """The version that it was written against."""
    made_version = models.UUIDField(null=True, blank=True)
    first_lot = models.ForeignKey("lots.Lot", models.PROTECT, null=True, blank=True, related_name="+")
    """The lot with which the new version begins; empty: whichever is started first from the day on."""

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, LawfulStates(CHANGE)]
        constraints = [models.UniqueConstraint(fields=["partnership", "number"], name="change_number_once")]
        indexes = [
            models.Index(fields=["partnership", "-proposed_at", "-id"]),
            models.Index(fields=["partnership", "effective_on"], name="change_calendar"),
        ]

    def __str__(self) -> str:
        return self.number


class ImpactLine(SharedRow):
    """One question of the impact list, its answer with the risk, and who signed it off (ICH Q9)."""

    change = models.ForeignKey(ChangeRequest, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=12, choices=[(name, area.title) for name, area in AREAS.items()])
    facts = models.TextField(blank=True)
    """What the platform knew when the list was made."""
    signer_roles = ArrayField(models.CharField(max_length=8))
    answer = models.TextField(blank=True)
    severity = models.PositiveSmallIntegerField(null=True, blank=True)
    probability = models.PositiveSmallIntegerField(null=True, blank=True)
    detectability = models.PositiveSmallIntegerField(null=True, blank=True)
    answered_by = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    signed_off_by = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    signed_off_at = models.DateTimeField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["change", "position"], name="impact_line_once"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None)
                | models.Q(
                    severity__range=(1, HIGHEST), probability__range=(1, HIGHEST), detectability__range=(1, HIGHEST)
                ),
                name="impact_line_scored",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_off_at=None) | models.Q(answered_at__isnull=False),
                name="impact_line_answered_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_area_display()}"

    @property
    def score(self) -> int | None:
        if self.severity is None or self.probability is None or self.detectability is None:
            return None
        return score_of(self.severity, self.probability, self.detectability)

    @property
    def band(self) -> Band | None:
        return band_of(self.score) if self.score else None


class LotDecision(SharedRow):
    """What becomes of a lot that runs while the version changes (domain §C5: straddling lots)."""

    change = models.ForeignKey(ChangeRequest, models.PROTECT, related_name="lot_decisions")
    lot = models.ForeignKey("lots.Lot", models.PROTECT, related_name="+")
    decision = models.CharField(max_length=12, choices=LotWay.choices)
    reason = models.TextField()
    decided_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["change", "lot"], name="lot_decided_once_a_change")]

    def __str__(self) -> str:
        return f"{self.lot_id}: {self.get_decision_display()}"


class LinkedRequest(OwnedRow):
    """The CMO's own note that requests of several partnerships are one change; no sponsor reads it."""

    group = models.UUIDField()
    change_id = models.UUIDField(unique=True)

    class Meta(OwnedRow.Meta):
        indexes = [models.Index(fields=["group"], name="linked_group")]

    def __str__(self) -> str:
        return f"{self.change_id} in {self.group}"


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

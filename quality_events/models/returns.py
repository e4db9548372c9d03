"""Product that came back: what it is, where it stands in quarantine, what quality control decided (111.503-111.535)."""

from django.db import models
from django.db.models import F, Q

from kernel.rows import SharedRow
from kernel.triggers import LawfulStates
from quality_events.states.returns import RETURN, ReturnReason, ReturnState

_UNDECIDED = [ReturnState.QUARANTINED, ReturnState.REVIEWED]
_USED_AGAIN = [ReturnState.SALVAGED, ReturnState.REPROCESSING, ReturnState.REPROCESSED]


class ReturnedProduct(SharedRow):
    """The record of 21 CFR 111.535(b). Nothing of it counts as stock, whatever becomes of it."""

    state_table = RETURN

    number = models.CharField(max_length=40)
    product = models.ForeignKey("masters.Product", models.PROTECT, related_name="+")
    lot = models.ForeignKey("lots.Lot", models.PROTECT, null=True, blank=True, related_name="+")
    """Empty: it cannot be told which lot it is of, and then nothing but destruction is lawful."""
    state = models.CharField(max_length=16, choices=ReturnState.choices, default=ReturnState.QUARANTINED)
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    unit = models.CharField(max_length=20)
    returned_by = models.CharField("who returned it", max_length=200)
    why = models.CharField("reason of the return", max_length=16, choices=ReturnReason.choices)
    words = models.TextField("what the sender says", blank=True)
    condition = models.TextField("condition at receipt")
    place = models.CharField("place of quarantine", max_length=200)
    holder = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    """The company that has it."""
    received_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    review = models.TextField("material review", blank=True)
    implicates_others = models.BooleanField(null=True, blank=True)
    """Whether the reason may concern other batches: then they are investigated (111.530)."""
    reviewed_by = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    event = models.OneToOneField(
        "quality_events.QualityEvent", models.PROTECT, null=True, blank=True, related_name="returned"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    destroyed_on = models.DateField(null=True, blank=True)
    operator = models.CharField(max_length=120, blank=True)
    witness = models.CharField(max_length=120, blank=True)
    certificate = models.ForeignKey("evidence.EvidenceFile", models.PROTECT, null=True, blank=True, related_name="+")
    """Of its destruction."""

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, LawfulStates(RETURN)]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="return_number_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="return_of_something"),
            models.CheckConstraint(
                condition=Q(state=ReturnState.QUARANTINED)
                | (Q(implicates_others__isnull=False, reviewed_by__isnull=False) & ~Q(review="")),
                name="return_reviewed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_USED_AGAIN) | Q(lot__isnull=False), name="return_used_again_of_known_lot"
            ),
            models.CheckConstraint(
                condition=Q(state__in=_UNDECIDED) | Q(implicates_others=False) | Q(event__isnull=False),
                name="return_decided_after_others_are_investigated",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReturnState.DESTROYED)
                | (
                    Q(destroyed_on__isnull=False, certificate__isnull=False)
                    & ~Q(operator="")
                    & ~Q(witness="")
                    & ~Q(operator=F("witness"))
                ),
                name="return_destroyed_before_a_witness",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "-entered_at", "-id"])]

    def __str__(self) -> str:
        return self.number

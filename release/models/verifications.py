"""The sponsor looks at lots that left its signature out: drawn by the agreement's plan, accepted or disputed."""

from django.db import models

from kernel.rows import SharedRow
from kernel.triggers import LawfulStates
from release.states import VERIFICATION, VerificationState


class Verification(SharedRow):
    """One a CMO release that needed no sponsor, drawn or not; the draw is kept, so that it can be repeated."""

    state_table = VERIFICATION

    lot = models.ForeignKey("lots.Lot", models.PROTECT, related_name="verifications")
    disposition = models.OneToOneField("release.Disposition", models.PROTECT, related_name="+")
    product_group = models.CharField(max_length=80)
    quarter = models.CharField(max_length=6)
    position = models.PositiveIntegerField()
    """Among the group's lots of the quarter, from 1, in the order of their release."""
    plan = models.CharField(max_length=16)
    one_in = models.PositiveIntegerField()
    """1: always drawn; 0: never; else one in so many (`release.drawing`)."""
    basis = models.CharField(max_length=200)
    seed = models.CharField(max_length=32)
    clause = models.CharField(max_length=120)
    state = models.CharField(max_length=16, choices=VerificationState.choices, default=VerificationState.CONSIDERED)
    drawn_at = models.DateTimeField()
    decided_by = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    remark = models.TextField(blank=True)

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, LawfulStates(VERIFICATION)]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["accepted", "disputed"], decided_by__isnull=False, decided_at__isnull=False
                )
                | models.Q(
                    state__in=["considered", "drawn", "passed_over", "lapsed"], decided_by=None, decided_at=None
                ),
                name="verification_decided_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["partnership", "product_group", "quarter", "position"])]

    def __str__(self) -> str:
        return f"verification of lot {self.lot.number}"

    def get_absolute_url(self) -> str:
        return f"/lots/verifications/{self.pk}/"

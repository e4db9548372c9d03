"""The gate row: one a lot, the verdict of the release gate under lock (ADR 0004)."""

from typing import ClassVar

from django.db import models

from kernel.rows import TechnicalRow


class LotGate(TechnicalRow):
    """Written only by `lots.actions.gates` and paid from by the shipment's trigger. Fails closed.

    No history: it is derived from facts that have theirs, and each shipment keeps the verdict that it paid.
    """

    tenancy: ClassVar[str] = "shared"

    lot = models.OneToOneField("lots.Lot", models.PROTECT, primary_key=True, related_name="gate")
    partnership = models.ForeignKey("parties.Partnership", models.PROTECT, related_name="+")
    sponsor = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    ok = models.BooleanField(default=False)
    settled = models.BooleanField(default=False)
    version = models.PositiveBigIntegerField(default=0)
    valid_until = models.DateTimeField(null=True, blank=True)
    open_qty = models.DecimalField(max_digits=14, decimal_places=3, default=0)
    """Released and not yet shipped, in the lot's unit."""
    reasons = models.JSONField(default=list)
    """Codes and ids; worded for each reader by `release`."""
    route = models.JSONField(default=dict)
    """The release pattern that the verdict rests on, and where a conditional one led; a shipment keeps it."""
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(open_qty__gte=0), name="gate_never_negative"),
            models.CheckConstraint(
                condition=models.Q(ok=False) | models.Q(settled=True), name="gate_open_only_when_settled"
            ),
        ]
        indexes = [models.Index(fields=["valid_until"], condition=models.Q(ok=True), name="gate_valid_until")]

    def __str__(self) -> str:
        return f"gate of {self.lot_id}"

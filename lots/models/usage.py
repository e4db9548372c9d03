"""What a lot shared with others besides material: its batch, equipment, packaging line and label rolls."""

from django.db import models
from django.db.models import Q

from kernel.rows import SharedRow
from lots.states import UsageKind


class Usage(SharedRow):
    """This lot used that thing, as a pack states it (21 CFR 111.260(a), (b), 111.410(b))."""

    lot = models.ForeignKey("lots.Lot", models.PROTECT, related_name="usages")
    kind = models.CharField(max_length=12, choices=UsageKind.choices)
    number = models.CharField(max_length=120)
    begins_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    pack_id = models.UUIDField()
    """The evidence pack that states it; what a superseded pack stated no longer counts."""

    class Meta(SharedRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(begins_at=None) | Q(ends_at=None) | Q(begins_at__lte=models.F("ends_at")),
                name="usage_begins_before_it_ends",
            )
        ]
        indexes = [
            models.Index(fields=["partnership", "kind", "number", "begins_at"]),
            models.Index(fields=["lot", "kind"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number} of {self.lot_id}"

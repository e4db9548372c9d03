"""Pauses: the company to which something is owed stops the clock of the one that owes it."""

from datetime import datetime

from django.db import models

from clocks.models.clocks import Clock
from kernel.rows import SharedRow


class ClockPause(SharedRow):
    """One stretch that a clock does not count; granted by the other side, within what the clause allows."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="pauses")
    begins_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """When it was ended before its time."""
    reason = models.CharField(max_length=500)
    granted_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    """The company for which it was granted: never the one that owes."""

    class Meta(SharedRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("begins_at")), name="pause_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None)
                | models.Q(ended_at__gte=models.F("begins_at"), ended_at__lte=models.F("until")),
                name="pause_ends_within_its_time",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="pause_has_a_reason"),
        ]
        indexes = [models.Index(fields=["clock", "begins_at"], name="pause_of_clock")]

    def __str__(self) -> str:
        return f"pause until {self.until:%Y-%m-%d %H:%M} UTC"

    @property
    def counted_until(self) -> datetime:
        """The moment from which the clock counts again."""
        return self.ended_at or self.until

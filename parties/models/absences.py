"""Who is away, and who is told in their place."""

from datetime import date
from typing import ClassVar

from django.db import models

from kernel.rls.policies import Policy
from kernel.rows import OwnedRow
from parties.models.people import Person


class Absence(OwnedRow):
    """A person is away on these days, in the company's time zone; a colleague is told instead.

    Partners may read it: what tells the other side's people must know whom. Cover gives no authority.
    """

    policy: ClassVar[Policy] = Policy(
        read="organisation_id = ANY ((SELECT visible_organisations())::uuid[])",
        write="organisation_id = (SELECT app_organisation())",
    )

    person = models.ForeignKey(Person, models.PROTECT, related_name="absences")
    cover = models.ForeignKey(Person, models.PROTECT, related_name="+")
    from_day = models.DateField()
    until_day = models.DateField()
    """The last day of it."""
    ended_at = models.DateTimeField(null=True, blank=True)
    """Taken back, or ended early: from then on it counts for nothing."""

    class Meta(OwnedRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_day__gte=models.F("from_day")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~models.Q(person=models.F("cover")), name="absence_covered_by_another"),
        ]
        indexes = [
            models.Index(fields=["organisation", "until_day"], condition=models.Q(ended_at=None), name="absence_open")
        ]

    def __str__(self) -> str:
        return f"{self.person} away {self.from_day} to {self.until_day}"

    def is_on(self, day: date) -> bool:
        """Whether the person is away on this day of the company."""
        return self.ended_at is None and self.from_day <= day <= self.until_day

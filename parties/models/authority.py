"""Training on what one signs, and authority lent to a colleague (21 CFR 11.10(g), (i))."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kernel.rows import OwnedRow
from parties.models.people import Person
from parties.states import SigningFunction


class Training(OwnedRow):
    """A person was trained on these functions, until a day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="trainings")
    functions = ArrayField(models.CharField(max_length=16, choices=SigningFunction.choices))
    course = models.CharField(max_length=200)
    """What was taught: the procedure and its revision, or the course."""
    trained_on = models.DateField()
    valid_until = models.DateField()
    """The last day on which it counts."""
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    """Taken back: from then on it counts for nothing."""

    class Meta(OwnedRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("trained_on")), name="training_ends_after_it_began"
            )
        ]
        indexes = [models.Index(fields=["person", "valid_until"])]

    def __str__(self) -> str:
        return f"{self.course}: {self.person}"

    @property
    def function_labels(self) -> list[str]:
        return [str(SigningFunction(function).label) for function in self.functions]

    def counts_on(self, day: date) -> bool:
        return self.ended_at is None and self.trained_on <= day <= self.valid_until


class Delegation(OwnedRow):
    """One person lends a colleague the authority to sign: these functions, these meanings, these days."""

    delegator = models.ForeignKey(Person, models.PROTECT, related_name="delegations_given")
    delegate = models.ForeignKey(Person, models.PROTECT, related_name="delegations_held")
    functions = ArrayField(models.CharField(max_length=16, choices=SigningFunction.choices))
    meanings = ArrayField(models.CharField(max_length=32))
    only_partnership = models.ForeignKey("parties.Partnership", models.PROTECT, null=True, blank=True, related_name="+")
    """Only there; None: wherever the delegator may sign."""
    products = ArrayField(models.UUIDField(), default=list, blank=True)
    """Only for these; empty: for all."""
    from_day = models.DateField()
    until_day = models.DateField()
    only_while_away = models.BooleanField(default=False)
    """Counts only on days of an absence of the delegator."""
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_day__gte=models.F("from_day")), name="delegation_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~models.Q(delegator=models.F("delegate")), name="delegated_to_another"),
        ]
        indexes = [
            models.Index(fields=["delegate", "until_day"], condition=models.Q(ended_at=None), name="delegation_open")
        ]

    def __str__(self) -> str:
        return f"{self.delegator} to {self.delegate}, {self.from_day} to {self.until_day}"

    @property
    def function_labels(self) -> list[str]:
        return [str(SigningFunction(function).label) for function in self.functions]

    def counts_on(self, day: date) -> bool:
        return self.ended_at is None and self.from_day <= day <= self.until_day

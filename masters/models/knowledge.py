"""Facts beside product versions, and the time in which each was held true."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Func

from kernel.rows import SharedRow


class HeldTrue(SharedRow):
    """Its own columns say what holds in the world; these two, since when and until when the system said so."""

    recorded_from = models.DateTimeField()
    recorded_until = models.DateTimeField(null=True, blank=True)
    """When another row took its place; empty while it holds."""

    class Meta(SharedRow.Meta):
        abstract = True


def held_once(name: str, *key: str) -> ExclusionConstraint:
    """At no moment do two rows of a partnership answer for the same key."""
    span = Func("recorded_from", "recorded_until", function="tstzrange", output_field=DateTimeRangeField())
    columns = ("partnership", *key)
    return ExclusionConstraint(
        name=name,
        expressions=[*((column, RangeOperators.EQUAL) for column in columns), (span, RangeOperators.OVERLAPS)],
    )

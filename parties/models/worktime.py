"""When a company or a site works: what deadlines in business time are counted by."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class OwnWorkTime(models.Model):
    """Empty fields: a site works as its company does, a company as `parties.worktime.USUAL` says."""

    holiday_region = models.CharField(max_length=8, blank=True)
    """Whose public holidays are kept: "US", or with a part of the country "US-CA"."""
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    working_days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    """0 is Monday."""
    closing_days = models.JSONField(default=dict, blank=True)
    """Days on which nobody works there besides the public holidays: {"2026-12-24": "Christmas shutdown"}."""

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at=None, closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="%(app_label)s_%(class)s_closes_after_it_opens",
            )
        ]

"""Uploads on their way: announced before the first byte. The bytes wait in quarantine, outside the store."""

from typing import ClassVar

from django.db import models

from kernel.rows import SharedRow


class Arrival(SharedRow):
    """One file that a person is sending for a lot. How much of it has arrived, its part in quarantine knows."""

    append_only: ClassVar[bool] = True

    lot = models.ForeignKey("lots.Lot", models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    sent_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

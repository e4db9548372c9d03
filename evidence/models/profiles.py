"""How a foreign table is read: chosen once for each kind of document, kept in versions."""

from typing import ClassVar

from django.db import models

from kernel.rows import OwnedRow


class MappingProfile(OwnedRow):
    """One version of the columns of a kind of document. A change is the next version; what was read keeps its own."""

    append_only: ClassVar[bool] = True

    kind = models.CharField(max_length=80)
    """The document type in the organisation's own words: "Summit Labs, results"."""
    version = models.PositiveSmallIntegerField()
    columns = models.JSONField()
    """`evidence.pack.foreign.profile.Profile` as JSON."""
    saved_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta(OwnedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation", "kind", "version"], name="profile_version_once")]

    def __str__(self) -> str:
        return f"{self.kind}, version {self.version}"

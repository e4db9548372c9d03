"""Companies and the pairs they form."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kernel.ids import new_id
from kernel.rls.policies import AT_ALL, Policy
from kernel.rows import OwnedRow, Regulated
from parties.models.worktime import OwnWorkTime

_ORGANISATIONS = "id = ANY ((SELECT visible_organisations())::uuid[])"


class Organisation(OwnWorkTime, Regulated):
    """A company: sponsor in one partnership, CMO in another, or an auditor's firm."""

    tenancy: ClassVar[str] = "custom"
    policy: ClassVar[Policy] = Policy(read=_ORGANISATIONS, write="id = (SELECT app_organisation())")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200, unique=True)
    time_zone = models.CharField(max_length=64, default="America/New_York")
    fda_registration = models.CharField("FDA registration no.", max_length=32, blank=True)
    address = models.TextField(blank=True)

    class Meta(Regulated.Meta):
        ordering = ["name"]
        constraints = OwnWorkTime.Meta.constraints

    def __str__(self) -> str:
        return self.name


class Partnership(Regulated):
    """One sponsor and one CMO: the tenant of everything that the two share."""

    tenancy: ClassVar[str] = "custom"
    policy: ClassVar[Policy] = Policy(
        read=f"id = {AT_ALL}",
        write="(SELECT app_organisation()) IN (sponsor_id, cmo_id)",
        insert="(SELECT app_is_system()) AND (SELECT app_organisation()) IN (sponsor_id, cmo_id)",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sponsor = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    cmo = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta(Regulated.Meta):
        constraints = [
            models.UniqueConstraint(fields=["sponsor", "cmo"], name="one_partnership_per_pair"),
            models.CheckConstraint(condition=~Q(sponsor=F("cmo")), name="sponsor_is_not_cmo"),
        ]

    def __str__(self) -> str:
        return f"{self.cmo} → {self.sponsor}"

    @property
    def partnership_id(self) -> object:
        """So that permissions can be asked of the partnership itself."""
        return self.id


class Site(OwnWorkTime, OwnedRow):
    """A place where work is done; its time zone is the one that pages show."""

    policy: ClassVar[Policy] = Policy(
        read="organisation_id = ANY ((SELECT visible_organisations())::uuid[])",
        write="organisation_id = (SELECT app_organisation())",
    )

    name = models.CharField(max_length=200)
    fda_registration = models.CharField("FDA registration no.", max_length=32, blank=True)
    address = models.TextField(blank=True)
    time_zone = models.CharField(max_length=64, default="America/New_York")

    class Meta(OwnedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="site_once_per_organisation"),
            *OwnWorkTime.Meta.constraints,
        ]

    def __str__(self) -> str:
        return self.name

"""Each company's day, closed by a head that the other company countersigns (ADR 0014)."""

from typing import ClassVar

from django.db import models

from kernel.rls.policies import VISIBLE, Policy
from kernel.rows import AppendedRow, OwnedRow
from records.states import KeyHolder


class CompanyKey(OwnedRow):
    """The Ed25519 key that a company countersigns with: the platform keeps it, or the company does."""

    policy: ClassVar[Policy] = Policy(
        read="organisation_id = ANY ((SELECT visible_organisations())::uuid[]) OR (SELECT app_is_system())",
        write="organisation_id = (SELECT app_organisation())",
    )

    public_key = models.CharField(max_length=64)
    held = models.CharField(max_length=8, choices=KeyHolder.choices)
    registered_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(retired_at=None), name="one_key_a_company"
            )
        ]

    def __str__(self) -> str:
        return f"key {self.public_key[:16]}"


class DayHead(AppendedRow):
    """What one company did in one partnership on one day (UTC), as one hash; chained to its day before."""

    tenancy: ClassVar[str] = "custom"
    policy: ClassVar[Policy] = Policy(
        read=f"partnership_id = {VISIBLE} OR (SELECT app_is_system())", write="", insert="(SELECT app_is_system())"
    )

    partnership = models.ForeignKey("parties.Partnership", models.PROTECT, related_name="+")
    company = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    day = models.DateField()
    last_seal = models.PositiveBigIntegerField()
    """The last seal of the day that added to the partnership's tree."""
    tree_size = models.PositiveBigIntegerField()
    tree_root = models.CharField(max_length=64)
    rows = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    """RFC 6962 root over the leaves of the day that the company acted in."""
    previous = models.CharField(max_length=64)
    closed_at = models.DateTimeField()
    public_key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    """The platform's; the other company's is the countersignature."""

    class Meta(AppendedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["partnership", "company", "day"], name="one_head_a_day"),
        ]

    def __str__(self) -> str:
        return f"head of {self.day}"


class Countersignature(AppendedRow):
    """The other company's signature over a day's head."""

    tenancy: ClassVar[str] = "custom"
    policy: ClassVar[Policy] = Policy(
        read=f"partnership_id = {VISIBLE} OR (SELECT app_is_system())",
        write="",
        insert=f"partnership_id = {VISIBLE}",
    )

    partnership = models.ForeignKey("parties.Partnership", models.PROTECT, related_name="+")
    head = models.OneToOneField(DayHead, models.PROTECT, related_name="countersignature")
    company = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    held = models.CharField(max_length=8, choices=KeyHolder.choices)
    public_key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    signed_at = models.DateTimeField()
    person = models.ForeignKey("parties.Person", models.PROTECT, null=True, related_name="+")
    """Who handed it in; None where the platform signed with the key that it keeps for the company."""

    class Meta(AppendedRow.Meta):
        pass

    def __str__(self) -> str:
        return f"countersignature of {self.head_id}"

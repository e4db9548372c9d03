"""Ways in: invitations, keys for machines, and the record of who came in."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kernel.rls.policies import Policy
from kernel.rows import AppendedRow, OwnedRow
from parties.states import LoginKind, Role, role_labels


class Invitation(OwnedRow):
    """One use, expires, can be revoked; reaches the address, so the address is proven."""

    policy: ClassVar[Policy] = Policy(
        read="(SELECT app_is_anonymous()) OR organisation_id = (SELECT app_organisation())",
        write="(SELECT app_is_anonymous()) OR organisation_id = (SELECT app_organisation())",
        insert="organisation_id = (SELECT app_organisation())",
    )

    email = models.EmailField()
    roles = ArrayField(models.CharField(max_length=8, choices=Role.choices))
    invited_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"invitation to {self.email}"

    @property
    def role_labels(self) -> list[str]:
        """The roles in the words of the trade."""
        return role_labels(self.roles)


class PartnershipInvitation(OwnedRow):
    """One company asks another into a partnership; it stands only once the other side has accepted."""

    policy: ClassVar[Policy] = Policy(
        read="(SELECT app_is_anonymous()) OR organisation_id = (SELECT app_organisation())",
        write="(SELECT app_is_anonymous()) OR organisation_id = (SELECT app_organisation())",
        insert="organisation_id = (SELECT app_organisation())",
    )

    side = models.CharField(max_length=8, choices=[("sponsor", "Sponsor"), ("cmo", "CMO")])
    """What the inviting organisation will be in the partnership."""
    company_name = models.CharField(max_length=200)
    email = models.EmailField()
    invited_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"invitation to {self.company_name}"


class ApiKey(OwnedRow):
    """Acts as one person in one organisation; can sign nothing. Only the hash is kept (see `find_key`)."""

    membership = models.ForeignKey("parties.Membership", models.PROTECT, related_name="+")
    prefix = models.CharField(max_length=12, unique=True)
    key_hash = models.CharField(max_length=64)
    label = models.CharField(max_length=100)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"key {self.prefix}…"


class LoginRecord(AppendedRow):
    """Log-ins, failures, lockouts, second factors gained and lost: append-only (21 CFR 11.300(d))."""

    tenancy: ClassVar[str] = "custom"
    policy: ClassVar[Policy] = Policy(
        read="person_id = (SELECT app_person()) OR person_id = ANY ((SELECT visible_colleagues())::uuid[]) "
        "OR (SELECT app_is_system())",
        write="",
        insert="true",
    )

    at = models.DateTimeField()
    kind = models.CharField(max_length=24, choices=LoginKind.choices)
    person = models.ForeignKey("parties.Person", models.PROTECT, null=True, related_name="+")
    email = models.CharField(max_length=254, blank=True)
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("parties.Person", models.PROTECT, null=True, related_name="+")
    """Who did it, where it was not the person: an administrator who unlocks or removes a lost factor."""
    reason = models.TextField(blank=True)

    class Meta(AppendedRow.Meta):
        indexes = [models.Index(fields=["email", "at"]), models.Index(fields=["person", "at"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.email}"

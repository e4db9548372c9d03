"""People and the roles they hold in organisations."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from kernel.history import WriteFirstHistory, WriteHistory, recorded
from kernel.ids import new_id
from kernel.rls.policies import Policy
from kernel.rows import OwnedRow, TenantQuerySet
from parties.states import Role, role_labels

_NOT_RECORDED = ("password", "last_login")


class PersonManager(BaseUserManager.from_queryset(TenantQuerySet)):  # type: ignore[misc]  # built by Django
    """Finds people by e-mail address, as written in lower case."""

    def get_by_natural_key(self, email: str) -> "Person":
        person: Person = self.get(email=email.lower())
        return person


class Person(AbstractBaseUser):
    """A human being (or SYS). Never deleted, never re-used: old signatures keep the name (21 CFR 11.100(a))."""

    tenancy: ClassVar[str] = "custom"
    policy: ClassVar[Policy] = Policy(
        read="(SELECT app_is_anonymous()) OR id = ANY ((SELECT visible_people())::uuid[])",
        write="(SELECT app_is_anonymous()) OR (SELECT app_is_system()) OR id = (SELECT app_person())",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField("full name", max_length=150)
    time_zone = models.CharField(max_length=64, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("platform operator", default=False)
    accountable_since = models.DateTimeField(null=True, blank=True)
    """When the accountability statement for electronic signatures was accepted (21 CFR 11.10(j))."""

    history = recorded(without=_NOT_RECORDED)
    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        base_manager_name = "objects"
        triggers: ClassVar = [WriteHistory(without=_NOT_RECORDED), WriteFirstHistory(without=_NOT_RECORDED)]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's admin shows everything read-only to operators; authority for acts lies in roles."""
        return self.is_active and self.is_staff and ".view_" in perm

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff


class Membership(OwnedRow):
    """A person's roles in one organisation, while it lasts."""

    policy: ClassVar[Policy] = Policy(
        read="person_id = (SELECT app_person()) OR organisation_id = ANY ((SELECT visible_organisations())::uuid[])",
        write="organisation_id = (SELECT app_organisation())",
    )

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=8, choices=Role.choices))
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(OwnedRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=models.Q(ended_at__isnull=True),
                name="one_live_membership",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} at {self.organisation}"

    @property
    def role_labels(self) -> list[str]:
        """The roles in the words of the trade."""
        return role_labels(self.roles)

"""Django's admin, read-only: operators look, and change regulated records nowhere (21 CFR 11.10(d), (e))."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model
from django.http import HttpRequest

from parties.models import (
    ApiKey,
    AuditorGrant,
    Invitation,
    LoginRecord,
    Membership,
    Organisation,
    Partnership,
    PartnershipInvitation,
    Person,
    Qualification,
    Site,
)

SECRETS = ("password", "token_hash", "key_hash")


class ReadOnlyAdmin(admin.ModelAdmin):
    """The base for every model of ours; the open scope decides which rows an operator sees at all."""

    actions = None

    def get_exclude(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return [field.name for field in self.model._meta.fields if field.name in SECRETS]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def show(*models: type[Model]) -> None:
    """Register models of ours, read-only."""
    for model in models:
        admin.site.register(model, ReadOnlyAdmin)


admin.site.unregister(Group)  # authority lies in roles, not in groups
show(Organisation, Partnership, Site, Person, Membership, Invitation, PartnershipInvitation)
show(ApiKey, AuditorGrant, Qualification, LoginRecord)

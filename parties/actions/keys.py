"""Keys for machines: each acts as one person in one organisation and can sign nothing (domain §E.9)."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from kernel import scope
from kernel.history import acting
from kernel.scope import Actor
from parties import rules
from parties.actions.door import find_person
from parties.models import ApiKey, Membership
from parties.queries import bare_actor, live_memberships
from parties.tokens import new_key


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key and its text, which is shown once and nowhere stored."""

    key: ApiKey
    text: str


def make_key(
    *, email: str, organisation_name: str, label: str, expires_at: datetime, by: Actor, at: datetime
) -> MadeKey:
    """A key for one membership, made by the platform's operator (`manage.py api_key`)."""
    rules.check_platform(by)
    rules.check_key_period(expires_at, at)
    membership = rules.check_found(_membership(email, organisation_name), email, organisation_name)
    prefix, secret = new_key()
    inside = scope.system(organisation_id=membership.organisation_id)
    with (
        scope.opened(inside),
        transaction.atomic(),
        acting(by=inside, reason=f"key for {email}: {label}", at=at),
    ):
        key = ApiKey.objects.create(
            organisation_id=membership.organisation_id,
            membership_id=membership.pk,
            prefix=prefix,
            key_hash=sha256(secret.encode()).hexdigest(),
            label=label[:100],
            expires_at=expires_at,
        )
    return MadeKey(key, f"{prefix}.{secret}")


def revoke_key(*, key_id: UUID, by: Actor, reason: str, at: datetime) -> ApiKey:
    """End a key at once: an administrator, or the person it acts as."""
    rules.check_on_page(by, "revoke a key")
    rules.check_reason(reason)
    with transaction.atomic(), acting(by=by, reason=reason, at=at):
        key = ApiKey.objects.locked([key_id]).get()
        if key.membership.person_id != by.person_id:
            rules.check_may(by, "parties.keys", None, "revoke keys of others")
        rules.check_key_live(key, at)
        key.revoked_at = at
        key.save()
        return key


def _membership(email: str, organisation_name: str) -> Membership | None:
    person = find_person(email)
    if person is None:
        return None
    with scope.opened(bare_actor(person)), transaction.atomic():
        return live_memberships(person).filter(organisation__name=organisation_name).first()

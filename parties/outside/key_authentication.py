"""Machines at the door: `Authorization: Key <prefix>.<secret>` (domain §E.9).

The scope middleware finds the key's holder before the request's transaction opens; DRF's class reports it.
"""

from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from kernel import scope
from kernel.scope import Actor
from parties.models import Membership, Person
from parties.queries import actor_for
from parties.tokens import split_key, token_hash

SCHEME = "Key"
ACTOR_KEY = "key_person"


def actor_of_key(request: HttpRequest) -> Actor | None:
    """The actor that the request's key stands for, or None; sets `request.key_person`."""
    request.key_person = None  # type: ignore[attr-defined]  # ours
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    parts = split_key(text.strip()) if scheme == SCHEME else None
    found = _holder(*parts) if parts else None
    if found is None:
        return None
    membership_id, person_id, organisation_id = found
    entering = Actor(person_id=person_id, name="", organisation_id=organisation_id)
    with scope.opened(entering), transaction.atomic():
        membership = Membership.objects.select_related("person", "organisation").get(pk=membership_id)
        request.key_person = membership.person  # type: ignore[attr-defined]  # ours
        return actor_for(membership.person, membership, channel="api")


def _holder(prefix: str, secret: str) -> tuple[Any, Any, Any] | None:
    with scope.anonymous(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT membership_id, person_id, organisation_id FROM find_key(%s, %s)",
            [prefix, token_hash(secret)],
        )
        found: tuple[Any, Any, Any] | None = cursor.fetchone()
    return found


class KeyAuthentication(BaseAuthentication):
    """DRF's door: `request.user` is the person, `request.auth` (and `request.actor`) the actor."""

    def authenticate(self, request: Request) -> tuple[Person, Actor] | None:
        if not request.headers.get("Authorization"):
            return None
        person = getattr(request, ACTOR_KEY, None)
        if person is None:
            raise AuthenticationFailed("This key is unknown, has ended, or was revoked.", code="key-unknown")
        return person, request.actor  # type: ignore[attr-defined]  # ours

    def authenticate_header(self, request: Request) -> str:
        return f'{SCHEME} realm="Oversight"'

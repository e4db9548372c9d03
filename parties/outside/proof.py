"""Checking the component given at signing, by the log-in machinery's own code (21 CFR 11.200(a)(1)).

The proof is taken inside the signing form; a re-authentication some minutes ago counts for nothing here.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.webauthn.internal import auth
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from kernel import clock
from kernel.errors import Refused
from parties.identity import ProofOfIdentity
from parties.lockout import locked_sentence
from parties.models import Person
from parties.queries import lockout

FAILED = "proof-failed"
"""The refusal's code by which the failed attempt is counted (`parties.receivers`)."""


def prove(request: HttpRequest, data: Mapping[str, Any]) -> ProofOfIdentity:
    """The proof from a signing form's `password` or `credential` (a passkey's answer as an object).

    Raises Refused when the component is wrong or the account is locked.
    """
    person_id, at = UUID(str(request.user.pk)), clock.now()
    if data.get("credential"):
        return prove_passkey(person_id=person_id, credential=data["credential"], at=at)
    return prove_password(person_id=person_id, password=data.get("password", ""), at=at)


def prove_password(*, person_id: UUID, password: str, at: datetime) -> ProofOfIdentity:
    """The proof by password. Raises Refused when it is wrong or the account is locked."""
    person = _unlocked(person_id, at)
    if not check_password(password, person.password):
        raise Refused("The password is not right. Nothing was signed.", "21 CFR 11.200(a)(1)", code=FAILED)
    return ProofOfIdentity(person_id, "password", at)


def prove_passkey(*, person_id: UUID, credential: dict[str, Any], at: datetime) -> ProofOfIdentity:
    """The proof by a passkey's assertion over the challenge that `passkey_challenge` put into the session."""
    person = _unlocked(person_id, at)
    try:
        auth.parse_authentication_response(credential)
        auth.complete_authentication(person, credential)
    except (ValidationError, ValueError, TypeError, KeyError) as error:
        raise Refused(
            "The passkey was not recognized. Nothing was signed.", "21 CFR 11.200(a)(1)", code=FAILED
        ) from error
    finally:
        auth.clear_state()
    return ProofOfIdentity(person_id, "passkey", at)


def passkey_challenge(person: Person) -> dict[str, Any]:
    """What the browser hands to the passkey; the challenge stays in the session and serves once."""
    return auth.begin_authentication(person)


def has_passkey(person: Person) -> bool:
    """Whether a signing form may offer a passkey."""
    return bool(auth.get_credentials(person))


def _unlocked(person_id: UUID, at: datetime) -> Person:
    person: Person = Person.objects.locked([person_id]).get()
    until = lockout(person.email, at).locked_until
    if until is not None:
        raise Refused(locked_sentence(until), "21 CFR 11.300(d)", code="locked")
    return person

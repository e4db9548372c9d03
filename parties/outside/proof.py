"""Checking the components given at signing, by the log-in machinery's own code (21 CFR 11.200(a)(1)).

Nothing of allauth's own re-authentication is used: its window of minutes is not bound to what is signed, and it lets
people pass who have neither password nor second factor (ADR 0024). A passkey signs the challenge's own digest.
"""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal import auth
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from fido2.utils import websafe_encode
from fido2.webauthn import UserVerificationRequirement

from parties.identity import Factors
from parties.models import Person

FAILED = "proof-failed"
"""The refusal's code by which the failed attempt is counted (`parties.receivers`)."""


def factors_of(person: Person) -> Factors:
    """What this person can sign with; one query."""
    kinds = set(Authenticator.objects.filter(user_id=person.pk).values_list("type", flat=True))
    return Factors(
        password=person.has_usable_password(),
        passkey=Authenticator.Type.WEBAUTHN in kinds,
        code=Authenticator.Type.TOTP in kinds,
    )


def is_password(person: Person, password: str) -> bool:
    return check_password(password, person.password)


def is_code(person: Person, code: str) -> bool:
    """Whether the authenticator app shows this code now; each code serves once."""
    found = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).first()
    return found is not None and bool(TOTP(found).validate_code(code))


def passkey_options(person: Person, digest: bytes) -> dict[str, Any]:
    """What the browser hands to the passkey: the challenge is the digest of what is to be signed."""
    options, _ = auth.get_server().authenticate_begin(
        credentials=auth.get_credentials(person),
        user_verification=UserVerificationRequirement.PREFERRED,
        challenge=digest,
    )
    return dict(options)


def passkey_verdict(person: Person, credential: Mapping[str, Any], digest: bytes) -> tuple[bool, bool]:
    """Whether one of the person's passkeys signed this digest, and whether it made sure of its owner (UV)."""
    state = {"challenge": websafe_encode(digest), "user_verification": UserVerificationRequirement.PREFERRED}
    try:
        answer = auth.parse_authentication_response(credential)
        auth.get_server().authenticate_complete(state, auth.get_credentials(person), credential)
    except (ValidationError, ValueError, TypeError, KeyError):
        return False, False
    return True, bool(answer.response.authenticator_data.is_user_verified())

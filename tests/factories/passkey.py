"""A passkey made of software: a real key pair that answers real challenges, rightly or with one flaw."""

import os
from dataclasses import dataclass
from typing import Any, Self

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from parties.models import Person

ORIGIN, RELYING_PARTY = "http://localhost", b"localhost"
FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


@dataclass(frozen=True)
class Passkey:
    """One credential of one person at http://localhost."""

    ident: bytes
    key: ec.EllipticCurvePrivateKey

    @classmethod
    def enrolled(cls, person: Person) -> Self:
        """A new passkey, stored as the log-in machinery stores it after enrolment."""
        made = cls(os.urandom(16), ec.generate_private_key(ec.SECP256R1()))
        public = ES256.from_cryptography_key(made.key.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, made.ident, public)
        data = AuthenticatorData.create(
            sha256(RELYING_PARTY), FLAGS | AuthenticatorData.FLAG.AT, 0, credential_data=credential
        )
        client = CollectedClientData.create("webauthn.create", os.urandom(32), ORIGIN)
        answer = {
            "id": websafe_encode(made.ident),
            "rawId": websafe_encode(made.ident),
            "type": "public-key",
            "response": {
                "clientDataJSON": websafe_encode(client),
                "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
            },
            "clientExtensionResults": {},
        }
        Authenticator.objects.create(
            user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "Test key", "credential": answer}
        )
        return made

    def answer(self, options: dict[str, Any], *, flaw: str = "") -> dict[str, Any]:
        """What the browser sends for this challenge."""
        challenge = os.urandom(32) if flaw == "challenge" else websafe_decode(options["challenge"])
        origin = "https://evil.example" if flaw == "origin" else ORIGIN
        kind = "webauthn.create" if flaw == "type" else "webauthn.get"
        client = CollectedClientData.create(kind, challenge, origin)
        data = AuthenticatorData.create(sha256(RELYING_PARTY), FLAGS, 1)
        signed = os.urandom(8) if flaw == "signature" else bytes(data) + client.hash
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return {
            "id": websafe_encode(self.ident),
            "rawId": websafe_encode(self.ident),
            "type": "public-key",
            "response": {
                "clientDataJSON": websafe_encode(client),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(signature),
            },
            "clientExtensionResults": {},
        }

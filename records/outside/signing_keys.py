"""Ed25519 keys beside the seal's: the platform's, which signs heads, and one for each company that keeps none itself.

`history.pem` is secret (0600). `history.pub` is public: every key that ever signed here, one a line; a verifier
trusts those. `companies/` holds the countersigning keys that the platform keeps.
"""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from records.outside.local_authority import publish

KEY, KEYS, COMPANIES = "history.pem", "history.pub", "companies"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that signs; both answers are hexadecimal."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> str:
        return self.private.public_key().public_bytes_raw().hex()

    def sign(self, text: bytes) -> str:
        return self.private.sign(text).hex()


def platform_key() -> SigningKey:
    """The key that signs seals and days; made at first use, the first of two makers wins."""
    folder = Path(settings.SEAL_FOLDER)
    key = kept_key(folder / KEY)
    known = trusted_keys()
    if key.public not in known:
        publish(folder / KEYS, "".join(f"{one}\n" for one in (*known, key.public)).encode(), replace=True, mode=0o644)
    return key


def trusted_keys() -> tuple[str, ...]:
    """The public keys that heads of this platform may be signed with."""
    path = Path(settings.SEAL_FOLDER) / KEYS
    return tuple(path.read_text(encoding="ascii").split()) if path.exists() else ()


def company_key(organisation_id: UUID) -> SigningKey:
    """The countersigning key that the platform keeps for a company; made at first use."""
    return kept_key(Path(settings.SEAL_FOLDER) / COMPANIES / f"{organisation_id}.pem")


def kept_key(path: Path) -> SigningKey:
    """The key of this file; made at first use, the first of two makers wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        made = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        publish(path, made, replace=False)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path.name} holds another kind of key than this program makes.")
    return SigningKey(key)

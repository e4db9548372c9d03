"""The Ed25519 key that signs ship permits, beside the seal's, and every public key that ever did.

`permit.pem` is secret (0600). `permit-keys.json` is public, the JWK set (RFC 7517, RFC 8037) that
`/.well-known/oversight-keys.json` serves: whoever verifies an old permit finds its key there. To change the key, take
`permit.pem` away: the next permit makes another.
"""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from records.outside.local_authority import publish
from records.outside.signing_keys import kept_key

KEY, KEYS = "permit.pem", "permit-keys.json"


def key() -> Ed25519PrivateKey:
    """The key that signs; made at first use, the first of two makers wins. Its public half is published before."""
    folder = Path(settings.SEAL_FOLDER)
    found = kept_key(folder / KEY).private
    _make_known(folder, public_jwk(found))
    return found


def published() -> dict[str, Any]:
    """The JWK set: today's key and every earlier one."""
    key()
    return _known(Path(settings.SEAL_FOLDER))


def public_jwk(private: Ed25519PrivateKey) -> dict[str, str]:
    """The public half; its `kid` is the thumbprint of RFC 7638."""
    members = {"crv": "Ed25519", "kty": "OKP", "x": encoded(private.public_key().public_bytes_raw())}
    canonical = json.dumps(members, separators=(",", ":"), sort_keys=True).encode()
    return {**members, "alg": "EdDSA", "use": "sig", "kid": encoded(sha256(canonical).digest())}


def encoded(content: bytes) -> str:
    """base64url without padding, as JOSE writes bytes."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _known(folder: Path) -> dict[str, Any]:
    path = folder / KEYS
    return json.loads(path.read_text(encoding="ascii")) if path.exists() else {"keys": []}


def _make_known(folder: Path, jwk: dict[str, str]) -> None:
    keys = _known(folder)["keys"]
    if jwk["kid"] not in {each["kid"] for each in keys}:
        text = json.dumps({"keys": [*keys, jwk]}, indent=1)
        publish(folder / KEYS, text.encode("ascii"), replace=True, mode=0o644)

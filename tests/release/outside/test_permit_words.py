"""A program that has the published keys and nothing else verifies a permit: written by RFC 7515 and 8037 alone."""

import json
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import Client

from release.outside.permit_key import KEY, KEYS
from release.outside.permit_words import signed

CLAIMS = {"jti": "1", "lot": "KB-1", "quantity": "1200", "unit": "bottle", "consignee": "Crème & Co"}


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def verified(jws: str, keys: dict[str, Any]) -> dict[str, Any]:
    """The claims; raises InvalidSignature, or KeyError for an unknown key."""
    header, claims, signature = jws.split(".")
    named = json.loads(decoded(header))
    assert (named["alg"], named["typ"]) == ("EdDSA", "ship-permit+jwt")
    jwk = {key["kid"]: key for key in keys["keys"]}[named["kid"]]
    assert (jwk["kty"], jwk["crv"]) == ("OKP", "Ed25519")
    Ed25519PublicKey.from_public_bytes(decoded(jwk["x"])).verify(decoded(signature), f"{header}.{claims}".encode())
    return json.loads(decoded(claims))  # type: ignore[no-any-return]


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.SEAL_FOLDER = tmp_path / "seal"
    return tmp_path / "seal"


def test_the_published_key_verifies_a_permit(folder: Path, client: Client) -> None:
    jws = signed(CLAIMS)
    answer = client.get("/.well-known/oversight-keys.json")
    assert (answer.status_code, answer["content-type"]) == (200, "application/jwk-set+json")
    assert verified(jws, answer.json()) == {"iss": "http://localhost:8000", **CLAIMS}
    assert {oct((folder / name).stat().st_mode)[-3:] for name in (KEY,)} == {"600"}
    assert "d" not in answer.json()["keys"][0]


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_changed_permit_fails(folder: Path, client: Client, part: int) -> None:
    parts = signed(CLAIMS).split(".")
    keys = client.get("/.well-known/oversight-keys.json").json()
    other = signed({**CLAIMS, "quantity": "1201"}).split(".")
    changed = parts[:]
    changed[part] = other[part] if part else parts[part].replace(parts[part][-1], "A")
    if changed == parts:
        pytest.fail("nothing was changed")
    with pytest.raises((InvalidSignature, KeyError, ValueError, AssertionError)):
        verified(".".join(changed), keys)


def test_an_old_key_stays_published(folder: Path, client: Client) -> None:
    old = signed(CLAIMS)
    (folder / KEY).unlink()
    new = signed(CLAIMS)
    assert old != new
    keys = client.get("/.well-known/oversight-keys.json").json()
    assert len(keys["keys"]) == 2
    assert [verified(jws, keys)["lot"] for jws in (old, new)] == ["KB-1", "KB-1"]
    assert json.loads((folder / KEYS).read_text()) == keys


def test_another_kind_of_key_is_refused(folder: Path) -> None:
    folder.mkdir()
    (folder / KEY).write_bytes(
        generate_private_key(SECP256R1()).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    with pytest.raises(TypeError, match="another kind of key"):
        signed(CLAIMS)

"""The permit in signed words: a compact JWS (RFC 7515, EdDSA) that a warehouse's program verifies offline."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings

from release.outside.permit_key import encoded, key, public_jwk

KIND = "ship-permit+jwt"


def lifetime() -> timedelta:
    """How long a permit lives."""
    return timedelta(hours=settings.PERMIT_HOURS)


def signed(claims: Mapping[str, Any]) -> str:
    """Header, claims and signature, joined by dots; the header names the key."""
    private = key()
    header = {"alg": "EdDSA", "typ": KIND, "kid": public_jwk(private)["kid"]}
    text = f"{_part(header)}.{_part({'iss': settings.SITE_ADDRESS, **claims})}"
    return f"{text}.{encoded(private.sign(text.encode('ascii')))}"


def address_of(token: str) -> str:
    """What the QR code opens: the permit's status, live."""
    return f"{settings.SITE_ADDRESS}/permit/{token}/"


def _part(content: Mapping[str, Any]) -> str:
    return encoded(json.dumps(content, separators=(",", ":"), ensure_ascii=True).encode("ascii"))

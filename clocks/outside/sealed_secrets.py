"""Secrets that must be readable again (a webhook's): encrypted in the database, the key is the server's."""

import base64

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(secret: str) -> str:
    """The secret, encrypted under the server's SECRET_KEY."""
    return _box().encrypt(secret.encode()).decode()


def opened(sealed: str) -> str:
    """The secret again. cryptography.fernet.InvalidToken when SECRET_KEY was changed since."""
    return _box().decrypt(sealed.encode()).decode()


def _box() -> Fernet:
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=b"oversight webhook secrets")
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))

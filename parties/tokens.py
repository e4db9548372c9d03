"""Secrets that are handed out once and kept only as hashes."""

from hashlib import sha256
from secrets import token_hex, token_urlsafe

PREFIX_LENGTH = 12


def new_token() -> str:
    """256 random bits for a link; only `token_hash` of it is stored."""
    return token_urlsafe(32)


def token_hash(token: str) -> str:
    """SHA-256, lower-case hexadecimal: enough for a secret of full strength."""
    return sha256(token.encode()).hexdigest()


def new_key() -> tuple[str, str]:
    """A key's prefix, which may be shown, and its secret, which is shown once."""
    return token_hex(PREFIX_LENGTH // 2), token_urlsafe(32)


def split_key(text: str) -> tuple[str, str] | None:
    """Prefix and secret of "<prefix>.<secret>", or None where it is no key at all."""
    prefix, dot, secret = text.partition(".")
    if not dot or len(prefix) != PREFIX_LENGTH or not secret or not text.isascii() or not text.isprintable():
        return None
    return prefix, secret

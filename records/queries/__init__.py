"""The reads of records."""

from records.queries.signatures import (
    SignatureShown,
    Signed,
    binding_of,
    delegators_of,
    is_intact,
    is_valid_for,
    looks_at,
    refusals_of,
    shown,
    signatures_of,
    to_sign,
    version_of,
)

__all__ = [
    "SignatureShown",
    "Signed",
    "binding_of",
    "delegators_of",
    "is_intact",
    "is_valid_for",
    "looks_at",
    "refusals_of",
    "shown",
    "signatures_of",
    "to_sign",
    "version_of",
]

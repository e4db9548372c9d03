"""Reads of quality agreements."""

from agreements.queries.calls import ORDER as CALL_ORDER
from agreements.queries.calls import call_of, calls_of
from agreements.queries.standing import Standing, follower_of, standing_of
from agreements.queries.terms import in_force, terms_of, terms_of_versions
from agreements.queries.versions import (
    AgreementListed,
    agreement,
    agreements,
    agreements_listed,
    last_signed,
    open_version,
    signatures_on,
    version,
    versions_of,
)

__all__ = [
    "CALL_ORDER",
    "AgreementListed",
    "Standing",
    "agreement",
    "agreements",
    "agreements_listed",
    "call_of",
    "calls_of",
    "follower_of",
    "in_force",
    "last_signed",
    "open_version",
    "signatures_on",
    "standing_of",
    "terms_of",
    "terms_of_versions",
    "version",
    "versions_of",
]

"""The statement that a signer accepts before the first signature and after a change (21 CFR 11.10(j))."""

from datetime import UTC, datetime
from hashlib import sha256

IN_FORCE_SINCE = datetime(2025, 1, 1, tzinfo=UTC)
"""A new wording gets a new date; everybody then accepts it again."""

STATEMENT = (
    "My electronic signature in Oversight is the legally binding equivalent of my handwritten signature.",
    "I am accountable and responsible for every action that is initiated under my electronic signature.",
    "Nobody else uses my user ID, password or passkey. I report at once when one is lost or known to others.",
)


def is_accepted(since: datetime | None) -> bool:
    """Whether the wording in force now was accepted."""
    return since is not None and since >= IN_FORCE_SINCE


def statement_hash() -> str:
    """SHA-256 of the wording: the acceptance is bound to it."""
    return sha256("\n".join(STATEMENT).encode()).hexdigest()

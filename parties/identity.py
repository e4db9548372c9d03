"""What a signer is asked for, and the proof that he is who he says (21 CFR 11.70, 11.200(a)(1); ADR 0024)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Self
from uuid import UUID

PROOF_LASTS = timedelta(minutes=2)
"""From the proof to the signature: one request, with time for a slow server."""
CHALLENGE_LASTS = timedelta(minutes=15)
"""From the page that asks for a signature to the signature."""
USER_ID, PASSWORD, CODE, PASSKEY = "user_id", "password", "code", "passkey"
"""The components: the identification, and what only the owner knows or holds."""
SECRETS = (PASSKEY, PASSWORD, CODE)


@dataclass(frozen=True, slots=True)
class ToSign:
    """One record as a page asks to sign it: this version, this content, one of these meanings."""

    subject_id: UUID
    content_hash: str
    meanings: tuple[str, ...]
    version: int | None = None
    """The record's newest entry in its history when the page was made; None where nothing was committed yet."""
    label: str = ""

    def plain(self) -> dict[str, Any]:
        """In JSON's own types."""
        return {
            "subject": str(self.subject_id),
            "version": self.version,
            "content": self.content_hash,
            "meanings": list(self.meanings),
            "label": self.label,
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """From `plain()`."""
        return cls(
            UUID(stored["subject"]), stored["content"], tuple(stored["meanings"]), stored["version"], stored["label"]
        )


def digest_of(nonce: str, person_id: UUID, items: Iterable[ToSign]) -> bytes:
    """The 32 bytes that a passkey signs: they stand for the person, every record, version, content and meaning."""
    tied = {"nonce": nonce, "person": str(person_id), "items": [item.plain() for item in items]}
    return sha256(json.dumps(tied, sort_keys=True, separators=(",", ":")).encode()).digest()


@dataclass(frozen=True, slots=True)
class ProofOfIdentity:
    """Made only by `parties.actions.proving`, after challenge and components were checked."""

    person_id: UUID
    challenge_id: UUID
    items: tuple[ToSign, ...]
    components: frozenset[str]
    at: datetime

    def holds_at(self, at: datetime) -> bool:
        """Whether this proof was given for a signature made now, neither earlier nor later."""
        return abs(at - self.at) <= PROOF_LASTS

    def item(self, subject_id: UUID) -> ToSign | None:
        """What was asked for this record; None where the challenge was for others."""
        return next((item for item in self.items if item.subject_id == subject_id), None)

    @property
    def secret(self) -> str:
        """The component that only the owner has."""
        return next(name for name in SECRETS if name in self.components)

    @property
    def is_full(self) -> bool:
        """Whether both components were given, not the secret alone."""
        return USER_ID in self.components


@dataclass(frozen=True, slots=True)
class Given:
    """What was typed, or answered by a passkey, on the signing form."""

    user_id: str = ""
    password: str = ""
    code: str = ""
    credential: Mapping[str, Any] | None = None

    @property
    def has_secret(self) -> bool:
        return bool(self.password or self.code or self.credential)


@dataclass(frozen=True, slots=True)
class Factors:
    """What a person can sign with."""

    password: bool
    passkey: bool
    code: bool

    @property
    def is_any(self) -> bool:
        return self.password or self.passkey or self.code


@dataclass(frozen=True, slots=True)
class Visit:
    """The session of a request: its name (a hash), and since when it was never left alone for long."""

    session: str = ""
    continuous_since: datetime | None = None


def continuous_since(before: datetime | None, seen: datetime | None, at: datetime, idle: timedelta) -> datetime:
    """Since when the session is used without a pause longer than `idle` (21 CFR 11.200(a)(1)(i)).

    `seen`: the last request before this one, None in a new session.
    """
    if before is None or seen is None or not timedelta(0) <= at - seen <= idle:
        return at
    return before

"""Facts about who may act, and attempts that were refused."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kernel.errors import Refused
from kernel.scope import Actor


@dataclass(frozen=True, slots=True)
class AttemptRefused:
    """Published after the rollback, in a transaction of its own; `records` writes it down."""

    refusal: Refused
    by: Actor | None
    action: str
    subject_id: UUID | None
    partnership_id: UUID | None
    at: datetime
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """Somebody came to the door while the account was locked."""

    email: str
    person_id: UUID | None
    address: str | None
    agent: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AccountLocked:
    """Too many failed attempts; the administrators are told at once (21 CFR 11.300(d))."""

    person_id: UUID | None
    email: str
    address: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class RolesChanged:
    """What a person may still do for a company; no roles when the person has left it."""

    person_id: UUID
    organisation_id: UUID
    roles: frozenset[str]
    by: Actor
    at: datetime

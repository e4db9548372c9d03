"""Who acts, for which organisation: the first and the last question of every query (ADR 0003).

The scope lives in a context variable; the database back-end hands it to PostgreSQL right after BEGIN
(`app.context`, transaction-local), where the policies read it. No scope, no rows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol
from uuid import UUID

from django.db import connection

from kernel.errors import Forbidden
from kernel.ids import SYSTEM_PERSON

Side = Literal["sponsor", "cmo"]


class PartnershipRow(Protocol):
    """Anything that belongs to one sponsor and one CMO."""

    @property
    def partnership_id(self) -> Any: ...

    @property
    def sponsor_id(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting for one organisation, with what the roles held there allow on either side."""

    person_id: UUID
    name: str
    organisation_id: UUID | None = None
    organisation_name: str = ""
    roles: frozenset[str] = frozenset()
    sponsor_permissions: frozenset[str] = frozenset()
    cmo_permissions: frozenset[str] = frozenset()
    cmo_partnerships: frozenset[UUID] = frozenset()
    own_permissions: frozenset[str] = frozenset()
    channel: Literal["page", "api", "task"] = "page"
    partnership_id: UUID | None = field(default=None)
    delegation_id: UUID | None = None
    """The delegation that the person acts under now."""
    delegator_id: UUID | None = None
    delegated_permissions: frozenset[str] = frozenset()
    delegated_partnership: UUID | None = None
    """Where it counts; None: in every partnership of the company."""

    @property
    def persons(self) -> frozenset[UUID]:
        """Everybody who stands behind an act: separation of duties is judged on all of them."""
        return frozenset({self.person_id} if self.delegator_id is None else {self.person_id, self.delegator_id})

    @property
    def company_id(self) -> UUID:
        """The organisation acted for, where an act without one makes no sense."""
        if self.organisation_id is None:
            raise Forbidden("Choose the company that you act for first.", "21 CFR 11.10(g)")
        return self.organisation_id

    @property
    def is_system(self) -> bool:
        return self.person_id == SYSTEM_PERSON

    def side(self, row: PartnershipRow) -> Side | None:
        """On which side of the row's partnership this actor stands; None for an auditor."""
        if row.sponsor_id == self.organisation_id:
            return "sponsor"
        if row.partnership_id in self.cmo_partnerships:
            return "cmo"
        return None

    def may(self, permission: str, row: PartnershipRow | None = None) -> bool:
        """Whether the permission is held on the side that the row gives this actor.

        Without a row it is a permission inside the own organisation (people, keys, sites).
        """
        if self.is_system:
            return True
        if row is None:
            return permission in self.own_permissions
        side = self.side(row)
        own = {"sponsor": self.sponsor_permissions, "cmo": self.cmo_permissions, None: frozenset[str]()}[side]
        return permission in own or (side is not None and self._is_lent(permission, row))

    def _is_lent(self, permission: str, row: PartnershipRow) -> bool:
        return permission in self.delegated_permissions and self.delegated_partnership in (None, row.partnership_id)

    def context(self) -> str:
        """The setting's text: person/organisation/partnership, the last only for SYS."""
        return f"{self.person_id}/{self.organisation_id or ''}/{self.partnership_id or ''}"


ANONYMOUS_CONTEXT = "anonymous//"
"""Log-in pages only: people can be looked up, nothing else (see `parties.Person`'s policy)."""

_actor: ContextVar[Actor | None] = ContextVar("scope_actor", default=None)
_context: ContextVar[str] = ContextVar("scope_context", default="")


def current() -> Actor | None:
    """The actor whose scope is open, or None."""
    return _actor.get()


def is_open() -> bool:
    """Whether any scope, also the anonymous one, is open."""
    return _context.get() != ""


def context() -> str:
    """The text that the database back-end puts into `app.context`."""
    return _context.get()


@contextmanager
def _entered(actor: Actor | None, text: str) -> Iterator[None]:
    before = _context.get()
    actor_token, context_token = _actor.set(actor), _context.set(text)
    try:
        if connection.in_atomic_block:
            connection.tell_context(text)  # type: ignore[attr-defined]  # our own back-end's method
        yield
        if connection.in_atomic_block:
            connection.tell_context(before)  # type: ignore[attr-defined]
    finally:
        _actor.reset(actor_token)
        _context.reset(context_token)


@contextmanager
def opened(actor: Actor) -> Iterator[Actor]:
    """Open the scope of an actor; inside an open transaction it takes effect at once.

    After an error nothing is restored here: the savepoint's rollback does it.
    """
    with _entered(actor, actor.context()):
        yield actor


@contextmanager
def anonymous() -> Iterator[None]:
    """The scope of a visitor who has not logged in."""
    with _entered(None, ANONYMOUS_CONTEXT):
        yield


def system(partnership_id: UUID | None = None, organisation_id: UUID | None = None) -> Actor:
    """SYS for one partnership (or one organisation's own rows): what a worker's item is handled as."""
    return Actor(
        person_id=SYSTEM_PERSON,
        name="Oversight (automatic)",
        organisation_id=organisation_id,
        partnership_id=partnership_id,
        channel="task",
    )


def through(actor: Actor, channel: Literal["page", "api", "task"]) -> Actor:
    """The same actor coming in through another door."""
    return replace(actor, channel=channel)

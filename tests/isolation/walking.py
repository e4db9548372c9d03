"""The estate, and the walkers with their doors and with what they may not find."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.test import Client

from kernel import scope
from kernel.scope import Actor
from parties.models import AuditorGrant, LoginRecord, Person
from performance.models import PassportDocument
from tests.databases import as_owner
from tests.isolation.estate import Holding
from tests.isolation.knowledge import Forbidden, forbidden_to
from tests.isolation.outside_of_grants import OUTSIDE, with_outside
from tests.isolation.people import Companies

VISIBLE = {
    "Alder": {"Alder at Keystone"},
    "Blue": {"Blue at Keystone", "Blue at Cedar"},
    "Keystone": {"Alder at Keystone", "Blue at Keystone", "Cedar at Keystone"},
    "Cedar": {"Cedar at Keystone", "Blue at Cedar"},
    "auditor": {"Alder at Keystone"},
    "narrow": {"Alder at Keystone"},
}
"""What each company is party to; the auditor's grant is for the first."""


@dataclass
class Estate:
    """Four partnerships, full of rows, in a database of their own."""

    companies: Companies
    holdings: dict[str, Holding]
    keys: dict[str, str]
    database: str
    planted: list[str] = field(default_factory=list)
    _known: dict[str, Forbidden] = field(default_factory=dict)
    _rows: dict[type[Model], list[tuple[str, str]]] = field(default_factory=dict)

    @cached_property
    def walkers(self) -> list["Walker"]:
        """Everybody: all members, the two auditors, and the visitor without a name."""
        everybody = [Walker(self, name, actor) for name, actor in self.companies.members.items()]
        return [*everybody, Walker(self, "visitor of nowhere", None)]

    def walker(self, name: str) -> "Walker":
        return next(walker for walker in self.walkers if walker.name == name)

    def rows(self, model: type[Model]) -> list[tuple[str, str]]:
        """(owner, key): the last row of each owner, which the factories filled most; as it was at first."""
        if model not in self._rows:
            self._rows[model] = _rows(self.database, model)
        return self._rows[model]

    def forbidden(self, side: str) -> Forbidden:
        """`side` is a key of `VISIBLE`, or anything else for somebody who may see nothing."""
        if side not in self._known:
            own = side if side in self.companies.organisations else None
            known = forbidden_to(self.companies, own, VISIBLE.get(side, set()))
            self._known[side] = with_outside(known, self.holdings["Alder at Keystone"]) if side == "narrow" else known
        return self._known[side]


@dataclass
class Walker:
    """One person, or nobody, with a browser and perhaps an API key."""

    estate: Estate
    name: str
    actor: Actor | None

    @property
    def side(self) -> str:
        """Whose eyes these are, as in `VISIBLE`."""
        role, _, where = self.name.partition(" of ")
        return {"AUD": "auditor", "narrow": "narrow", "ended": "nobody", "other": "nobody"}.get(role, where)

    @property
    def forbidden(self) -> Forbidden:
        return self.estate.forbidden(self.side)

    @cached_property
    def browser(self) -> Client:
        client = Client(raise_request_exception=False)
        if self.actor is not None:
            with scope.anonymous(), transaction.atomic():
                client.force_login(Person.objects.get(pk=self.actor.person_id))
        return client

    @cached_property
    def machine(self) -> Client:
        key = self.estate.keys.get(self.name)
        return Client(raise_request_exception=False, headers={"authorization": f"Key {key}"} if key else {})

    def ask(self, path: str, method: str = "get", **values: Any) -> Any:
        """The answer, through the door that the address has."""
        client = self.machine if path.startswith("/api/") else self.browser
        return getattr(client, method)(path, **values)

    def own(self, model: type[Model]) -> list[str]:
        return self._keys(model, is_own=True)

    def foreign(self, model: type[Model]) -> list[str]:
        if model is AuditorGrant and self.name.startswith("ended"):
            return []  # he keeps seeing his own
        return self._keys(model, is_own=False)

    def _keys(self, model: type[Model], *, is_own: bool) -> list[str]:
        if self.side == "narrow" and not is_own:
            return [*self._outside(model), *self._keys_by_owner(model, is_own=False)]
        return self._keys_by_owner(model, is_own=is_own)

    def _outside(self, model: type[Model]) -> list[str]:
        """One row of the partnership that lies outside of the grant."""
        table = model._meta.db_table
        found = [str(UUID(key)) for key, where in self.forbidden.ids.items() if where == f"{OUTSIDE}{table}"]
        return sorted(found)[-1:]

    def _keys_by_owner(self, model: type[Model], *, is_own: bool) -> list[str]:
        """One row of each owner: partnerships seen (or not), else companies."""
        seen = {self.estate.companies.partnerships[name].pk.hex for name in VISIBLE.get(self.side, set())}
        mine = {self.actor.organisation_id.hex} if self.actor and self.actor.organisation_id else set()
        rows = self.estate.rows(model)
        return [key for owner, key in rows if (owner in seen | mine) == is_own]


_OWNERS: dict[type[Model], tuple[str, str, str]] = {
    Person: ("parties_membership", "organisation_id", "person_id"),
    LoginRecord: ("parties_loginrecord r JOIN parties_membership m USING (person_id)", "m.organisation_id", "r.id"),
    PassportDocument: ("performance_passportshare", "partnership_id", "document_id"),
}
"""Whose rows these are stands in another table: (table, owner, key)."""


def _rows(database: str, model: type[Model]) -> list[tuple[str, str]]:
    options: Any = model._meta
    pk = options.pk.column
    columns = {f.column for f in options.concrete_fields}
    owner = next((name for name in ("partnership_id", "organisation_id") if name in columns), pk)
    table, owner, pk = _OWNERS.get(model, (f'"{options.db_table}"', owner, pk))
    query = "SELECT {0}::text, max({1}::text) FROM {2} WHERE {0} IS NOT NULL GROUP BY 1 ORDER BY 1"
    rows = as_owner(query.format(owner, pk, table), name=database)
    return [(owner.replace("-", ""), key) for owner, key in rows]

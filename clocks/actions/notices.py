"""Telling people: one notice a person and reason, and its mail in the same transaction."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import connection, transaction

from clocks.models import Notice, OutboxMessage
from kernel.history import acting
from kernel.ids import new_id
from kernel.scope import Actor
from parties.models import Membership, Partnership, Person
from parties.queries import covers, people_with_roles

NOTICE_MAIL = "clocks/mail/notice"
_TELL = f"""
WITH wanted AS MATERIALIZED (
    SELECT * FROM json_to_recordset(%s)
        AS w (id uuid, key text, recipient_id uuid, channel text, subject_line text, page text,
            payload jsonb)
), told AS (
    INSERT INTO {Notice._meta.db_table}
        (id, partnership_id, sponsor_id, key, recipient_id, channel, subject_line, page, at)
    SELECT id, %s, %s, key, recipient_id, channel, subject_line, page, %s FROM wanted
    ON CONFLICT DO NOTHING RETURNING id
)
INSERT INTO {OutboxMessage._meta.db_table}
    (id, partnership_id, channel, payload, created_at, next_try_at, attempts, problem, server_reply)
SELECT wanted.id, %s, wanted.channel, wanted.payload, %s, %s, 0, '', '' FROM told JOIN wanted USING (id)
RETURNING id
"""  # noqa: S608 - the models' own tables
"""Notices and their mail in one statement, whatever their number. The message carries the notice's key, so its
Message-ID is the notice's too; who was told already gets neither."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What some roles of an organisation are to be told, and why (`key`: once a reason and person)."""

    key: str
    organisation_id: UUID
    roles: tuple[str, ...]
    subject_line: str
    facts: Mapping[str, str] = field(default_factory=dict)
    template: str = NOTICE_MAIL


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is told, and in whose place."""

    person: Person
    instead_of: tuple[str, ...] = ()


def notify(
    *,
    key: str,
    partnership: Partnership,
    organisation_id: UUID,
    roles: Iterable[str],
    subject_line: str,
    facts: Mapping[str, str],
    url: str,
    by: Actor,
    at: datetime,
    template: str = NOTICE_MAIL,
) -> list[Notice]:
    """Tell the organisation's people who hold these roles, or all its people when nobody holds one.

    `facts` are the mail's words: what, lot, clause, how_long (each may be missing), and what the template
    names besides; `url` is the page's path. Returns the new notices: a key never tells a person twice.
    """
    telling = Telling(key, organisation_id, tuple(roles), subject_line, {**facts, "url": url}, template)
    with transaction.atomic():
        told = tell([telling], partnership_id=partnership.pk, sponsor_id=partnership.sponsor_id, by=by, at=at)
    return [Notice(**row, partnership_id=partnership.pk, sponsor_id=partnership.sponsor_id, at=at) for row in told]


def tell(
    tellings: Sequence[Telling], *, partnership_id: UUID, sponsor_id: UUID, by: Actor, at: datetime
) -> list[dict[str, Any]]:
    """All of one partnership at once, with its mail: both are written or neither. What each new notice says."""
    people: dict[tuple[UUID, tuple[str, ...]], list[Addressee]] = {}
    wanted: list[dict[str, Any]] = []
    payloads: list[dict[str, Any]] = []
    for telling in tellings:
        group = (telling.organisation_id, telling.roles)
        if group not in people:
            people[group] = recipients(*group, at)
        for addressee in people[group]:
            wanted.append(_notice(telling, addressee.person))
            payloads.append(_mail(wanted[-1]["subject_line"], telling, addressee))
    rows = json.dumps(
        [
            row
            | {"id": str(row["id"]), "recipient_id": str(row["recipient"].pk), "recipient": None, "payload": payload}
            for row, payload in zip(wanted, payloads, strict=True)
        ],
        ensure_ascii=False,
    )
    with acting(by=by, reason="told", at=at), connection.cursor() as cursor:
        cursor.execute(_TELL, [rows, partnership_id, sponsor_id, at, partnership_id, at, at])
        new = {row[0] for row in cursor.fetchall()}
    return [row for row in wanted if row["id"] in new]


def recipients(organisation_id: UUID, roles: Iterable[str], at: datetime) -> list[Addressee]:
    """Who holds one of the roles there, the cover in the place of who is away; never no one.

    When all are away and nobody covers, everybody in the role, away or not; when nobody holds one, everybody there.
    """
    holders = list(people_with_roles(organisation_id, roles))
    live = Membership.objects.filter(organisation_id=organisation_id, ended_at=None)
    everybody = Person.objects.filter(is_active=True, memberships__in=live).distinct()
    if not holders:
        return [Addressee(person) for person in everybody]
    away = covers(organisation_id, at)
    if away.keys().isdisjoint(person.pk for person in holders):
        return [Addressee(person) for person in holders]
    told = _standing_in(holders, away, {person.pk: person for person in everybody})
    return told or [Addressee(person) for person in holders]


def _standing_in(holders: Iterable[Person], away: Mapping[UUID, UUID], there: Mapping[UUID, Person]) -> list[Addressee]:
    """Each holder or who covers in the end, once, with the names of those in whose place."""
    names: dict[UUID, list[str]] = {}
    for holder in holders:
        key, passed = holder.pk, set[UUID]()
        while key in away and key not in passed:
            passed.add(key)
            key = away[key]
        if key in there and key not in passed:
            names.setdefault(key, []).extend([] if key == holder.pk else [holder.name])
    return [Addressee(there[key], tuple(found)) for key, found in names.items()]


def _notice(telling: Telling, person: Person) -> dict[str, Any]:
    """A notice's own columns; models of as many notices as a sweep writes cost more than the writing."""
    return {
        "id": new_id(),
        "key": telling.key,
        "recipient": person,
        "channel": "email",
        "subject_line": " ".join(telling.subject_line.split())[:250],
        "page": urlsplit(telling.facts.get("url", "")).path,
    }


def _mail(subject_line: str, telling: Telling, addressee: Addressee) -> dict[str, Any]:
    """Its mail, which says for whom a cover gets it."""
    instead = {"instead_of": ", ".join(addressee.instead_of)} if addressee.instead_of else {}
    return {
        "to": [addressee.person.email],
        "subject": subject_line,
        "template": telling.template,
        "facts": {**telling.facts, **instead},
    }

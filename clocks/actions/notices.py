"""Telling people: one notice a person and reason, and its mail in the same transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from clocks.models import Notice, OutboxMessage
from kernel.history import acting
from kernel.scope import Actor
from parties.models import Membership, Partnership, Person
from parties.queries import people_with_roles

NOTICE_MAIL = "clocks/mail/notice"


@dataclass(frozen=True, slots=True)
class Telling:
    """What some roles of an organisation are to be told, and why (`key`: once a reason and person)."""

    key: str
    organisation_id: UUID
    roles: tuple[str, ...]
    subject_line: str
    facts: Mapping[str, str] = field(default_factory=dict)
    template: str = NOTICE_MAIL


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
        return tell([telling], partnership_id=partnership.pk, sponsor_id=partnership.sponsor_id, by=by, at=at)


def tell(
    tellings: Sequence[Telling], *, partnership_id: UUID, sponsor_id: UUID, by: Actor, at: datetime
) -> list[Notice]:
    """All of one partnership at once, with its mail: both are written or neither."""
    people: dict[tuple[UUID, tuple[str, ...]], list[Person]] = {}
    wanted: dict[UUID, tuple[Notice, Telling]] = {}
    for telling in tellings:
        group = (telling.organisation_id, telling.roles)
        if group not in people:
            people[group] = recipients(*group)
        for person in people[group]:
            notice = Notice(
                partnership_id=partnership_id,
                sponsor_id=sponsor_id,
                key=telling.key,
                recipient=person,
                subject_line=" ".join(telling.subject_line.split())[:250],
                at=at,
            )
            wanted[notice.pk] = (notice, telling)
    with acting(by=by, reason="told", at=at):
        Notice.objects.bulk_create([notice for notice, _ in wanted.values()], ignore_conflicts=True)
    new = set(Notice.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    written = [pair for key, pair in wanted.items() if key in new]
    OutboxMessage.objects.bulk_create(_mail(notice, telling) for notice, telling in written)
    return [notice for notice, _ in written]


def recipients(organisation_id: UUID, roles: Iterable[str]) -> list[Person]:
    """Who holds one of the roles there; when nobody does, everybody who works there: never no one."""
    holders = list(people_with_roles(organisation_id, roles))
    if holders:
        return holders
    live = Membership.objects.filter(organisation_id=organisation_id, ended_at=None)
    return list(Person.objects.filter(is_active=True, memberships__in=live).distinct())


def _mail(notice: Notice, telling: Telling) -> OutboxMessage:
    """The message carries the notice's key, so its Message-ID is the notice's too."""
    return OutboxMessage(
        id=notice.pk,
        partnership_id=notice.partnership_id,
        payload={
            "to": [notice.recipient.email],
            "subject": notice.subject_line,
            "template": telling.template,
            "facts": dict(telling.facts),
        },
        created_at=notice.at,
        next_try_at=notice.at,
    )

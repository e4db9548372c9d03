"""Who is this, and for whom may he act: the reads that open a scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet

from kernel.scope import Actor, Side
from parties.models import Membership, Partnership, Person
from parties.states import CMO_PERMISSIONS, OWN_PERMISSIONS, SPONSOR_PERMISSIONS, Role

Channel = Literal["page", "api", "task"]


@dataclass(frozen=True, slots=True)
class Lent:
    """What the delegation gives that a person acts under."""

    delegation_id: UUID
    delegator_id: UUID
    permissions: frozenset[str]
    partnership_id: UUID | None


def live_memberships(person: Person) -> QuerySet[Membership]:
    """The organisations a person acts for today, by name."""
    return (
        Membership.objects.filter(person=person, ended_at=None)
        .select_related("organisation")
        .order_by("organisation__name")
    )


def permissions(roles: Iterable[str], table: dict[Role, frozenset[str]]) -> frozenset[str]:
    """All that these roles allow by one of the tables in `parties.states`."""
    return frozenset().union(*(table.get(Role(role), frozenset()) for role in roles))


def bare_actor(person: Person) -> Actor:
    """The person without an organisation: enough to read the own memberships."""
    return Actor(person_id=person.pk, name=person.name)


def actor_for(person: Person, membership: Membership, *, channel: Channel = "page", lent: Lent | None = None) -> Actor:
    """The person acting for one organisation. Needs an open scope of that person and organisation."""
    roles = membership.roles
    return Actor(
        person_id=person.pk,
        name=person.name,
        organisation_id=membership.organisation_id,
        organisation_name=membership.organisation.name,
        roles=frozenset(roles),
        sponsor_permissions=permissions(roles, SPONSOR_PERMISSIONS),
        cmo_permissions=permissions(roles, CMO_PERMISSIONS),
        own_permissions=permissions(roles, OWN_PERMISSIONS),
        cmo_partnerships=cmo_partnerships(membership.organisation_id),
        channel=channel,
        delegation_id=lent.delegation_id if lent else None,
        delegator_id=lent.delegator_id if lent else None,
        delegated_permissions=lent.permissions if lent else frozenset(),
        delegated_partnership=lent.partnership_id if lent else None,
    )


def cmo_partnerships(organisation_id: UUID) -> frozenset[UUID]:
    """The partnerships in which this organisation is the CMO."""
    return frozenset(Partnership.objects.filter(cmo_id=organisation_id).values_list("id", flat=True))


def roles_that_allow(permission: str, roles: Iterable[str], side: Side | None) -> list[Role]:
    """Which of these roles carry the permission on this side, in the order of `Role`."""
    table = {"sponsor": SPONSOR_PERMISSIONS, "cmo": CMO_PERMISSIONS, None: OWN_PERMISSIONS}[side]
    held = set(roles)
    return [role for role in Role if role in held and permission in table.get(role, frozenset())]


def live_roles(by: Actor) -> list[Role]:
    """The roles that an actor holds at this very moment in its organisation; none when it has left."""
    if by.organisation_id is None:
        return []
    found = Membership.objects.filter(
        person_id=by.person_id, organisation_id=by.organisation_id, ended_at=None, person__is_active=True
    ).first()
    return [role for role in Role if found and role in found.roles]

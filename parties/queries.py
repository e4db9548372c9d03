"""Who is this, and for whom may he act: the reads that open a scope."""

from collections.abc import Iterable
from datetime import date
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet

from kernel.scope import Actor
from parties.models import Membership, Partnership, Person, Qualification
from parties.states import CMO_PERMISSIONS, OWN_PERMISSIONS, SPONSOR_PERMISSIONS, Role

Channel = Literal["page", "api", "task"]


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


def actor_for(person: Person, membership: Membership, *, channel: Channel = "page") -> Actor:
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
    )


def cmo_partnerships(organisation_id: UUID) -> frozenset[UUID]:
    """The partnerships in which this organisation is the CMO."""
    return frozenset(Partnership.objects.filter(cmo_id=organisation_id).values_list("id", flat=True))


def partnerships() -> QuerySet[Partnership]:
    """All partnerships that the open scope shows, with both companies."""
    return Partnership.objects.select_related("sponsor", "cmo").order_by("sponsor__name", "cmo__name")


def partnership_ids() -> list[UUID]:
    """Their keys: lists ask per partnership (performance §F, §J.6)."""
    return list(Partnership.objects.values_list("id", flat=True))


def qualification_on(partnership_id: UUID, on: date) -> Qualification | None:
    """The qualification that covers this day, the latest granted first (domain §C9)."""
    covering = Qualification.objects.filter(partnership_id=partnership_id, valid_from__lte=on, valid_until__gt=on)
    return covering.order_by("-valid_from", "-id").first()


def people_with_roles(organisation_id: UUID, roles: Iterable[str]) -> QuerySet[Person]:
    """The active people who hold one of these roles there today."""
    return Person.objects.filter(
        is_active=True,
        memberships__organisation_id=organisation_id,
        memberships__ended_at=None,
        memberships__roles__overlap=list(roles),
    ).distinct()

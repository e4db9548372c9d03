"""People whom only these tests need."""

from kernel import scope
from kernel.history import acting
from kernel.scope import Actor
from parties.models import Membership, Organisation, Person
from parties.queries import actor_for
from tests.factories.world import LONG_AGO, World


def administrator(world: World) -> Actor:
    """Alder & Pine's administrator: no signing authority, no quality role."""
    return colleague(world.alder, "Ada Lindqvist", "admin@alderpine.example", ["ADM"])


def colleague(organisation: Organisation, name: str, email: str, roles: list[str]) -> Actor:
    """One more person there."""
    system = scope.system(organisation_id=organisation.pk)
    with scope.opened(system), acting(by=system, reason="set up", at=LONG_AGO):
        person = Person.objects.create(email=email, name=name)
        membership = Membership.objects.create(organisation=organisation, person=person, roles=roles)
    entering = Actor(person_id=person.pk, name=name, organisation_id=organisation.pk)
    with scope.opened(entering):
        return actor_for(person, membership)

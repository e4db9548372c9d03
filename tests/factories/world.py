"""Two sponsors, one shared CMO, a second CMO, an auditor: the smallest world in which something could leak."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from django.contrib.auth.hashers import make_password
from django.db import transaction

from kernel import scope
from kernel.history import acting
from kernel.ids import SYSTEM_PERSON, new_id
from kernel.scope import Actor
from parties.models import AuditorGrant, Membership, Organisation, Partnership, Person, Site
from parties.queries import actor_for
from tests.databases import as_owner

PASSWORD = "correct horse battery staple"
LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """Rows and actors by the names that the demo uses too."""

    alder: Organisation
    blue_mesa: Organisation
    keystone: Organisation
    cedar: Organisation
    alder_keystone: Partnership
    blue_keystone: Partnership
    cedar_keystone: Partnership
    keystone_site: Site
    people: dict[str, Person]
    actors: dict[str, Actor]

    @property
    def clerk(self) -> Actor:
        return self.actors["clerk@keystone.example"]

    @property
    def cmo_qa(self) -> Actor:
        return self.actors["qa@keystone.example"]

    @property
    def reviewer(self) -> Actor:
        return self.actors["qa@alderpine.example"]

    @property
    def head(self) -> Actor:
        return self.actors["head.qa@alderpine.example"]

    @property
    def other_sponsor(self) -> Actor:
        return self.actors["qa@bluemesa.example"]

    @property
    def auditor(self) -> Actor:
        return self.actors["auditor@example.org"]


_PEOPLE = {
    "qa@alderpine.example": ("Priya Raman", "alder", ["SQA"]),
    "head.qa@alderpine.example": ("Helen Okafor", "alder", ["SQH", "SRM"]),
    "qa@bluemesa.example": ("Ben Ortiz", "blue_mesa", ["SQA", "SQH"]),
    "clerk@keystone.example": ("Carla Diaz", "keystone", ["COP"]),
    "qa@keystone.example": ("Quentin Abbot", "keystone", ["CQC", "CQA"]),
    "qa@cedarridge.example": ("Dana Whitfield", "cedar", ["SQA", "SQH", "CQC", "CQA", "COP"]),
    "auditor@example.org": ("Astrid Nyman", "audit_firm", ["AUD"]),
}


def make_system_person() -> None:
    """SYS, unless the migration planted it already."""
    as_sys = scope.system()
    with scope.opened(as_sys), transaction.atomic():
        if not Person.objects.filter(pk=SYSTEM_PERSON).exists():
            with acting(by=as_sys, reason="platform set up", at=LONG_AGO):
                Person.objects.create(id=SYSTEM_PERSON, email="sys@oversight.invalid", name=as_sys.name)


def _organisation(name: str) -> Organisation:
    key = new_id()
    with (
        scope.opened(scope.system(organisation_id=key)),
        acting(by=scope.system(), reason="set up", at=LONG_AGO),
    ):
        return Organisation.objects.create(id=key, name=name, fda_registration="19384756620")


def _partnership(sponsor: Organisation, cmo: Organisation) -> Partnership:
    with (
        scope.opened(scope.system(organisation_id=sponsor.pk)),
        acting(by=scope.system(), reason="set up", at=LONG_AGO),
    ):
        return Partnership.objects.create(sponsor=sponsor, cmo=cmo, started_on=date(2025, 1, 1))


@cache
def _hashed_password() -> str:
    """Hashed once a run: Argon2 is slow on purpose, and a world has seven people."""
    return make_password(PASSWORD)


def _person(email: str, name: str, organisation: Organisation, roles: list[str]) -> Person:
    inside = scope.system(organisation_id=organisation.pk)
    with scope.opened(inside), acting(by=scope.system(), reason="set up", at=LONG_AGO):
        person = Person(email=email, name=name, accountable_since=LONG_AGO)
        person.password = _hashed_password()
        person.save()
        Membership.objects.create(organisation=organisation, person=person, roles=roles)
    return person


def _actor(person: Person) -> Actor:
    with scope.opened(Actor(person_id=person.pk, name=person.name)):
        membership = Membership.objects.select_related("organisation").get(person=person)
    entering = Actor(person_id=person.pk, name=person.name, organisation_id=membership.organisation_id)
    with scope.opened(entering):
        return actor_for(person, membership)


def make_member(organisation: Organisation, email: str, name: str, roles: list[str]) -> Actor:
    """One more person of an organisation, planted like the others."""
    with transaction.atomic():
        return _actor(_person(email, name, organisation, roles))


def make_world() -> World:
    """Needs an open transaction (the `db` fixture's, or one of a committing test)."""
    with transaction.atomic():
        make_system_person()
        organisations = {
            "alder": _organisation("Alder & Pine Nutrition"),
            "blue_mesa": _organisation("Blue Mesa Wellness"),
            "keystone": _organisation("Keystone Blending Co."),
            "cedar": _organisation("Cedar Ridge Nutraceuticals"),
            "audit_firm": _organisation("Nyman Quality Audits"),
        }
        alder, blue, keystone, cedar = (organisations[k] for k in ("alder", "blue_mesa", "keystone", "cedar"))
        pairs = [_partnership(alder, keystone), _partnership(blue, keystone), _partnership(cedar, keystone)]
        with (
            scope.opened(scope.system(organisation_id=keystone.pk)),
            acting(by=scope.system(), reason="set up", at=LONG_AGO),
        ):
            site = Site.objects.create(organisation=keystone, name="Keystone Plant 1", fda_registration="19384756620")
        people = {
            email: _person(email, name, organisations[where], roles) for email, (name, where, roles) in _PEOPLE.items()
        }
        _grant(
            pairs[0],
            people["auditor@example.org"],
            organisations["audit_firm"],
            people["head.qa@alderpine.example"],
        )
        actors = {email: _actor(person) for email, person in people.items()}
    return World(alder, blue, keystone, cedar, *pairs, site, people, actors)


def _grant(partnership: Partnership, auditor: Person, firm: Organisation, by: Person) -> None:
    with (
        scope.opened(scope.system(partnership.pk)),
        acting(by=scope.system(), reason="audit announced", at=LONG_AGO),
    ):
        AuditorGrant.objects.create(
            partnership=partnership,
            sponsor_id=partnership.sponsor_id,
            organisation=firm,
            person=auditor,
            purpose="Annual GMP audit",
            starts_at=LONG_AGO,
            ends_at=LONG_AGO + timedelta(days=3650),
            granted_by=by,
        )


__all__ = ["LONG_AGO", "PASSWORD", "World", "as_owner", "make_member", "make_world"]

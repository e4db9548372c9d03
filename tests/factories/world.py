"""Two sponsors, one shared CMO, a second CMO, an auditor: the smallest world in which something could leak."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from django.contrib.auth.hashers import make_password
from django.db import transaction

from kernel import scope
from kernel.history import acting
from kernel.ids import SYSTEM_PERSON
from kernel.scope import Actor
from parties.models import AuditorGrant, Membership, Organisation, Partnership, Person, Site, Training
from parties.queries import actor_for
from parties.states import SigningFunction
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


_COMPANIES = {
    "keystone": "Keystone Blending Co.",
    "alder": "Alder & Pine Nutrition",
    "blue_mesa": "Blue Mesa Wellness",
    "cedar": "Cedar Ridge Nutraceuticals",
    "audit_firm": "Nyman Quality Audits",
}
_SPONSORS = ("alder", "blue_mesa", "cedar")
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


@cache
def _hashed_password() -> str:
    """Hashed once a run: Argon2 is slow on purpose, and a world has seven people."""
    return make_password(PASSWORD)


@contextmanager
def _inside(organisation: Organisation) -> Iterator[None]:
    """What the platform sets up in one company."""
    with (
        scope.opened(scope.system(organisation_id=organisation.pk)),
        acting(by=scope.system(), reason="set up", at=LONG_AGO),
    ):
        yield


def train(organisation: Organisation, people: list[Person]) -> None:
    """Everybody was trained on everything; needs the company's scope and an acting person."""
    Training.objects.bulk_create(
        Training(
            organisation=organisation,
            person=person,
            functions=list(SigningFunction.values),
            course="SOP-QA-001",
            trained_on=date(2020, 1, 1),
            valid_until=date(2099, 12, 31),
            recorded_by_id=SYSTEM_PERSON,
        )
        for person in people
    )


def _members(organisation: Organisation, people: list[tuple[str, str, list[str]]]) -> list[Membership]:
    """E-mail address, name and roles of each; needs the company's scope."""
    password = _hashed_password()
    made = [Person(email=email, name=name, password=password, accountable_since=LONG_AGO) for email, name, _ in people]
    Person.objects.bulk_create(made)
    train(organisation, made)
    return Membership.objects.bulk_create(
        Membership(organisation=organisation, person=person, roles=roles)
        for person, (_, _, roles) in zip(made, people, strict=True)
    )


def _actor(membership: Membership) -> Actor:
    person = membership.person
    entering = Actor(person_id=person.pk, name=person.name, organisation_id=membership.organisation_id)
    with scope.opened(entering):
        return actor_for(person, membership)


def make_member(organisation: Organisation, email: str, name: str, roles: list[str]) -> Actor:
    """One more person of an organisation, planted like the others."""
    with transaction.atomic():
        with _inside(organisation):
            (membership,) = _members(organisation, [(email, name, roles)])
        return _actor(membership)


def make_world() -> World:
    """Needs an open transaction (the `db` fixture's, or one of a committing test)."""
    with transaction.atomic():
        make_system_person()
        made = {key: Organisation(name=name, fda_registration="19384756620") for key, name in _COMPANIES.items()}
        keystone = made["keystone"]
        site = Site(organisation=keystone, name="Keystone Plant 1", fda_registration="19384756620")
        pairs: list[Partnership] = []
        members: dict[str, Membership] = {}
        for key, organisation in made.items():
            with _inside(organisation):
                organisation.save(force_insert=True)
                of_here = [(email, name, roles) for email, (name, where, roles) in _PEOPLE.items() if where == key]
                members |= {membership.person.email: membership for membership in _members(organisation, of_here)}
                if key in _SPONSORS:
                    pairs.append(_partnership(organisation, keystone))
                if key == "keystone":
                    site.save(force_insert=True)
        people = {email: members[email].person for email in _PEOPLE}
        auditor, head = people["auditor@example.org"], people["head.qa@alderpine.example"]
        _grant(pairs[0], auditor, made["audit_firm"], head)
        actors = {email: _actor(members[email]) for email in _PEOPLE}
    return World(*(made[key] for key in ("alder", "blue_mesa", "keystone", "cedar")), *pairs, site, people, actors)


def _partnership(sponsor: Organisation, cmo: Organisation) -> Partnership:
    return Partnership.objects.create(sponsor=sponsor, cmo=cmo, started_on=date(2025, 1, 1))


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

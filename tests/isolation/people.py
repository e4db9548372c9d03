"""Who walks: one person for every role of every organisation, two auditors, two without roles, an operator."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kernel import scope
from kernel.history import acting
from kernel.scope import Actor
from parties.models import Organisation, Partnership, Person, Site
from tests.factories.world import LONG_AGO, World, make_member

SPONSOR_ROLES = ("SQA", "SQH", "SLB", "SRM", "SSC", "ADM")
CMO_ROLES = ("COP", "CQC", "CQA", "CCH", "LAB", "3PL", "ADM")
BOTH = tuple(dict.fromkeys((*SPONSOR_ROLES, *CMO_ROLES)))


@dataclass
class Companies:
    """Two sponsors that share Keystone; Cedar, which is Keystone's sponsor and Blue Mesa's CMO."""

    world: World
    blue_cedar: Partnership
    cedar_site: Site
    members: dict[str, Actor] = field(default_factory=dict)
    """By name: "SQA of Alder"."""

    @property
    def organisations(self) -> dict[str, Organisation]:
        w = self.world
        return {"Alder": w.alder, "Blue": w.blue_mesa, "Keystone": w.keystone, "Cedar": w.cedar}

    @property
    def partnerships(self) -> dict[str, Partnership]:
        w = self.world
        return {
            "Alder at Keystone": w.alder_keystone,
            "Blue at Keystone": w.blue_keystone,
            "Cedar at Keystone": w.cedar_keystone,
            "Blue at Cedar": self.blue_cedar,
        }

    def seen_from(self, name: str) -> World:
        """The world as the factories know it, with this partnership in the place of Alder's at Keystone."""
        sponsor, cmo = name.split(" at ")
        pair = self.partnerships[name]
        actors = {
            "clerk@keystone.example": self.members[f"COP of {cmo}"],
            "qa@keystone.example": self.members[f"quality of {cmo}"],
            "qa@alderpine.example": self.members[f"SQA of {sponsor}"],
            "head.qa@alderpine.example": self.members[f"head of {sponsor}"],
        }
        return replace(
            self.world,
            alder=self.organisations[sponsor],
            keystone=self.organisations[cmo],
            alder_keystone=pair,
            keystone_site=self.cedar_site if cmo == "Cedar" else self.world.keystone_site,
            actors=self.world.actors | actors,
        )


def make_companies(world: World) -> Companies:
    """Every role of every organisation, and a fourth partnership in which Cedar is the CMO."""
    as_blue = scope.system(organisation_id=world.blue_mesa.pk)
    with scope.opened(as_blue), acting(by=scope.system(), reason="set up", at=LONG_AGO):
        pair = Partnership.objects.create(sponsor=world.blue_mesa, cmo=world.cedar, started_on="2025-01-01")
    as_cedar = scope.system(organisation_id=world.cedar.pk)
    with scope.opened(as_cedar), acting(by=scope.system(), reason="set up", at=LONG_AGO):
        site = Site.objects.create(organisation=world.cedar, name="Cedar Plant 7", fda_registration="19384756629")
    companies = Companies(world, pair, site)
    for where, name, roles in _members():
        key = f"{name} of {where}"
        email = f"{name.lower()}@{where.lower()}.example"
        companies.members[key] = make_member(companies.organisations[where], email, f"{name} {where}son", roles)
    with scope.opened(as_cedar), acting(by=scope.system(), reason="operates the platform", at=LONG_AGO):
        Person.objects.filter(pk=companies.members["operator of Cedar"].person_id).update(is_staff=True)
    return companies


def _members() -> Iterator[tuple[str, str, list[str]]]:
    roles = {"Alder": SPONSOR_ROLES, "Blue": SPONSOR_ROLES, "Keystone": CMO_ROLES, "Cedar": BOTH}
    for where, held in roles.items():
        for role in held:
            yield where, role, [role]
        yield where, "head", ["SQH", "SRM"]
        yield where, "quality", ["CQC", "CQA"]
        yield where, "nobody", []
    yield "Cedar", "operator", ["ADM"]


__all__ = ["Companies", "make_companies"]

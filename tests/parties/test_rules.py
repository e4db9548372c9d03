"""Authority and separation of duties, as other apps ask for them (21 CFR 11.10(g), 111.12(b))."""

import pytest

from kernel import scope
from kernel.clock import now
from kernel.errors import Forbidden, Refused
from kernel.ids import new_id
from parties import rules
from parties.actions import add_site, change_profile
from parties.models import Site
from parties.states import CMO_PERMISSIONS, OWN_PERMISSIONS, SIGNING_ROLES, SPONSOR_PERMISSIONS, Role
from tests.factories.signing import proof
from tests.factories.world import LONG_AGO, World, make_member


def test_authority_depends_on_the_side(world: World) -> None:
    cedar = world.actors["qa@cedarridge.example"]
    rules.check_may(cedar, "release.disposition", world.cedar_keystone, "sign the disposition")
    with pytest.raises(Forbidden, match=r"^Your role does not allow you to attest the pack\.$") as refused:
        rules.check_may(cedar, "evidence.attest", world.cedar_keystone, "attest the pack")
    assert (refused.value.clause, refused.value.status) == ("21 CFR 11.10(g)", 403)
    with pytest.raises(Forbidden):
        rules.check_may(cedar, "release.disposition", world.alder_keystone, "sign the disposition")
    with pytest.raises(Forbidden):
        rules.check_may(cedar, "parties.invite", None, "invite people")


def test_two_different_people_do_two_different_things(world: World) -> None:
    rules.check_distinct(world.cmo_qa, [world.clerk.person_id, None], "x", "y")
    rules.check_distinct(world.cmo_qa, [], "x", "y")
    with pytest.raises(Forbidden, match=r"^The author cannot approve\.$") as refused:
        rules.check_distinct(world.cmo_qa, [new_id(), world.cmo_qa.person_id], "The author cannot approve.", "domain C")
    assert (refused.value.clause, refused.value.code) == ("domain C", "separation-of-duties")


def test_who_performed_does_not_review(world: World) -> None:
    rules.check_not_performer(world.cmo_qa, {world.clerk.person_id}, "lot KB-1")
    with pytest.raises(Forbidden, match="You performed work on lot KB-1") as refused:
        rules.check_not_performer(world.clerk, {world.clerk.person_id}, "lot KB-1")
    assert refused.value.clause == "21 CFR 111.12(b)"


def test_an_administrator_decides_nothing_about_goods() -> None:
    assert Role.ADM not in SPONSOR_PERMISSIONS
    assert Role.ADM not in CMO_PERMISSIONS
    assert all(permission.startswith("parties.") for permission in OWN_PERMISSIONS[Role.ADM])
    assert Role.ADM not in SIGNING_ROLES
    signing = {
        "release.disposition",
        "release.cmo_release",
        "evidence.attest",
        "agreements.sign",
        "quality_events.decide",
    }
    for table in (SPONSOR_PERMISSIONS, CMO_PERMISSIONS):
        assert {role for role, held in table.items() if held & signing} <= SIGNING_ROLES


def test_profile_and_sites_are_checked_and_recorded(world: World) -> None:
    clerk = world.clerk
    with scope.opened(clerk):
        changed = change_profile(
            name=" Carla Diaz-Ruiz ", time_zone="America/Denver", by=clerk, reason="married", at=LONG_AGO
        )
        newest = changed.history.first()
        with pytest.raises(Forbidden, match="add a site"):
            add_site(name="X", fda_registration="", address="", time_zone="UTC", by=clerk, reason="", at=LONG_AGO)
        assert Site.objects.count() == 1
    assert (changed.name, changed.time_zone) == ("Carla Diaz-Ruiz", "America/Denver")
    assert (newest.name, newest.history_change_reason) == ("Carla Diaz-Ruiz", "married")


def test_companies_are_set_up_by_the_operator_alone(world: World) -> None:
    rules.check_platform(scope.system())
    with pytest.raises(Forbidden, match="Only the platform’s operator sets up a company"):
        rules.check_platform(world.head)


def test_a_partner_is_sponsor_or_cmo() -> None:
    rules.check_side("cmo")
    with pytest.raises(Refused, match="Say whether your company is the sponsor or the CMO") as refused:
        rules.check_side("lab")
    assert refused.value.code == "side-unknown"


def test_a_site_is_named_once(world: World) -> None:
    by = make_member(world.keystone, "admin@keystone.example", "Ada Lund", ["ADM"])
    given = {"fda_registration": "", "address": "9 Mill Road", "time_zone": "America/Denver", "by": by, "reason": ""}
    with scope.opened(by):
        assert add_site(name="North plant", at=LONG_AGO, **given).time_zone == "America/Denver"
        with pytest.raises(Refused, match="There is a site named “North plant” already"):
            add_site(name=" North plant ", at=LONG_AGO, **given)
        with pytest.raises(Refused, match="There is no time zone “America/Nowhere”"):
            add_site(name="South plant", at=LONG_AGO, **(given | {"time_zone": "America/Nowhere"}))


def test_an_external_auditor_acts_for_no_company(world: World) -> None:
    rules.check_acts_for_company(world.head)
    with pytest.raises(Forbidden, match="You act for no organization"):
        rules.check_acts_for_company(scope.system())


@pytest.mark.parametrize("name", ["", "  ", "Anna\nLund", "Anna\u202eLund"])
def test_names_are_printed_so_they_can_be(name: str) -> None:
    rules.check_name("Anna Lund")
    rules.check_company_name("Alder & Pine Nutrition")
    with pytest.raises(Refused, match="Give the full name as it is to be printed"):
        rules.check_name(name)
    with pytest.raises(Refused, match="Give the company’s name"):
        rules.check_company_name(name)


def test_nobody_proves_another_persons_identity(world: World) -> None:
    at = now()
    proofs = []
    for by in (world.head, world.reviewer):
        with scope.opened(by):
            proofs.append(proof(by, at, world.alder_keystone, "0" * 64))
    rules.check_own_proof(proofs[0], world.head, at)
    with pytest.raises(Forbidden, match="Give your own password or passkey again") as refused:
        rules.check_own_proof(proofs[1], world.head, at)
    assert refused.value.clause == "21 CFR 11.200(a)(2)"

"""A partnership stands once both companies want it; nobody is shown to anybody before."""

from io import StringIO
from typing import Any, Literal

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from kernel import scope
from kernel.clock import now
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor, through
from parties.actions import (
    accept_invitation,
    accept_partnership,
    accept_partnership_as_new_company,
    found_company,
    propose_partnership,
    withdraw_proposal,
)
from parties.actions.companies import Proposed
from parties.models import Organisation, Partnership, PartnershipInvitation, Person
from tests.factories.world import PASSWORD, World, make_member
from tests.parties.doors import link_in_last_letter, log_in, logged_in


def _propose(by: Actor, side: Literal["sponsor", "cmo"] = "sponsor", email: str = "boss@new.example") -> Proposed:
    with scope.opened(by):
        return propose_partnership(
            side=side, company_name="Cedar Ridge Nutraceuticals", email=email, by=by, reason="", at=now()
        )


@pytest.fixture
def cedar_administrator(world: World) -> Actor:
    return make_member(world.cedar, "admin@cedarridge.example", "Cleo Marsh", ["ADM"])


def _names(by: Actor) -> set[str]:
    with scope.opened(by):
        return set(Organisation.objects.values_list("name", flat=True))


def test_a_company_that_is_here_agrees(world: World, administrator: Actor, cedar_administrator: Actor) -> None:
    admin = logged_in("admin@alderpine.example")
    typed = {"company_name": "Cedar Ridge", "email": "admin@cedarridge.example", "side": "sponsor"}
    assert admin.post("/people/partners/invite/", typed).url == "/people/partners/"
    assert "Cedar Ridge" in admin.get("/people/partners/").content.decode()
    assert _names(administrator).isdisjoint({world.cedar.name})
    link = link_in_last_letter()
    other = logged_in("admin@cedarridge.example")
    page = other.get(link).content.decode()
    assert "You answer for Cedar Ridge Nutraceuticals." in page
    assert other.post(link).url == "/people/partners/"
    with scope.opened(administrator):
        made = Partnership.objects.get(cmo=world.cedar)
        history = made.history.get()
    assert (made.sponsor_id, made.started_on) == (world.alder.pk, now().date())
    assert history.history_user_id == cedar_administrator.person_id
    assert world.cedar.name in _names(administrator)
    assert world.alder.name in _names(cedar_administrator)
    assert "This invitation has been used already." in other.post(link).content.decode()


def test_the_asker_may_be_the_cmo(world: World, administrator: Actor, cedar_administrator: Actor) -> None:
    made = _propose(cedar_administrator, side="cmo")
    with scope.opened(administrator):
        pair = accept_partnership(token=made.token, by=administrator, at=now())
    assert (pair.sponsor_id, pair.cmo_id) == (world.alder.pk, world.cedar.pk)


def test_a_company_that_is_new_agrees(world: World, administrator: Actor) -> None:
    made = _propose(administrator)
    link = f"/people/partnership/{made.token}/"
    guest = Client()
    assert "Alder &amp; Pine Nutrition would be the Sponsor." in guest.get(link).content.decode()
    typed = {"company_name": "Mesa Labs", "name": "Bo Lind", "password": PASSWORD, "repeated": PASSWORD}
    assert guest.post(link, typed).url == "/accounts/login/"
    assert log_in(guest, "boss@new.example").url == "/"
    page = guest.get("/people/partners/").content.decode()
    assert "Alder &amp; Pine Nutrition" in page
    assert "Mesa Labs" in page
    with scope.opened(administrator):
        assert Partnership.objects.get(cmo__name="Mesa Labs").sponsor_id == world.alder.pk
    assert "Mesa Labs" not in _names(world.other_sponsor)


def test_a_new_company_takes_no_known_name(world: World, administrator: Actor) -> None:
    made = _propose(administrator)
    with pytest.raises(Refused, match=r"A company named “Blue Mesa Wellness” is on Oversight already"):
        accept_partnership_as_new_company(
            token=made.token, company_name="Blue Mesa Wellness", name="B", password=PASSWORD, at=now()
        )
    with scope.anonymous():
        assert not Person.objects.filter(email="boss@new.example").exists()


def test_not_with_oneself_and_not_twice(world: World, administrator: Actor, cmo_administrator: Actor) -> None:
    made = _propose(administrator)
    with scope.opened(administrator), pytest.raises(Refused, match="cannot be its own partner"):
        accept_partnership(token=made.token, by=administrator, at=now())
    with scope.opened(cmo_administrator), pytest.raises(Refused, match="are partners in this direction already"):
        accept_partnership(token=made.token, by=cmo_administrator, at=now())
    with scope.opened(administrator):
        assert PartnershipInvitation.objects.get().accepted_at is None
    reverse_way = _propose(administrator, side="cmo")
    with scope.opened(cmo_administrator):
        pair = accept_partnership(token=reverse_way.token, by=cmo_administrator, at=now())
    assert (pair.sponsor_id, pair.cmo_id) == (world.keystone.pk, world.alder.pk)


def test_it_can_be_withdrawn(world: World, administrator: Actor, cedar_administrator: Actor) -> None:
    made = _propose(administrator)
    admin = logged_in("admin@alderpine.example")
    address = f"/people/partners/{made.invitation.pk}/withdraw/"
    assert admin.post(address, {"reason": "found another"}).url == "/people/partners/"
    with scope.opened(cedar_administrator), pytest.raises(Refused, match="was taken back"):
        accept_partnership(token=made.token, by=cedar_administrator, at=now())


@pytest.mark.parametrize("who", ["reviewer", "clerk", "cmo_qa", "auditor", "other_sponsor"])
def test_who_may_not(world: World, administrator: Actor, who: str) -> None:
    by = getattr(world, who)
    with pytest.raises(Forbidden, match="propose a partnership"):
        _propose(by)
    made = _propose(administrator)
    with scope.opened(by):
        with pytest.raises(Forbidden, match="accept a partnership"):
            accept_partnership(token=made.token, by=by, at=now())
        with pytest.raises(Forbidden, match="withdraw a proposal"):
            withdraw_proposal(invitation_id=made.invitation.pk, by=by, reason="x", at=now())


def test_a_supplier_manager_may_and_a_key_may_not(world: World) -> None:
    assert _propose(world.head).invitation.invited_by_id == world.head.person_id
    with pytest.raises(Forbidden, match="A key cannot propose a partnership"):
        _propose(through(world.head, "api"))


def test_proposals_of_others_are_not_seen(world: World, administrator: Actor, cmo_administrator: Actor) -> None:
    made = _propose(administrator)
    with scope.opened(cmo_administrator):
        assert list(PartnershipInvitation.objects.all()) == []
        with pytest.raises(PartnershipInvitation.DoesNotExist):
            withdraw_proposal(invitation_id=made.invitation.pk, by=cmo_administrator, reason="x", at=now())


def test_no_company_makes_itself_anybodys_partner(world: World, administrator: Actor) -> None:
    """Even code that forgets the action cannot: the policy lets only the platform insert."""
    from django.db import DatabaseError, transaction  # noqa: PLC0415 - only here

    from kernel.history import acting  # noqa: PLC0415

    with (
        scope.opened(administrator),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
        acting(by=administrator, reason="x", at=now()),
    ):
        Partnership.objects.create(sponsor=world.alder, cmo=world.cedar, started_on=now().date())


def test_the_operator_sets_up_a_company(world: World) -> None:
    out = StringIO()
    call_command("company", "Quarry Supplements", "ann@quarry.example", stdout=out)
    token = out.getvalue().strip().split("/people/join/")[1].rstrip("/")
    assert mail.outbox[-1].to == ["ann@quarry.example"]
    person = accept_invitation(token=token, name="Ann Quarry", password=PASSWORD, at=now())
    assert person.email == "ann@quarry.example"
    assert logged_in("ann@quarry.example").get("/people/").status_code == 200
    with pytest.raises(CommandError, match="is on Oversight already"):
        call_command("company", "quarry supplements", "x@quarry.example")


def test_only_the_operator_sets_up_companies(world: World, administrator: Actor) -> None:
    values: dict[str, Any] = {"name": "X", "email": "x@x.example", "at": now()}
    with scope.opened(administrator), pytest.raises(Forbidden, match="operator"):
        found_company(**values, by=administrator)

"""An invitation works once, for a week, for its addressee; nothing of it leaks (21 CFR 11.100(b))."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from kernel import scope
from kernel.clock import now
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor, through
from parties.actions import accept_invitation, invite, join_organisation, revoke_invitation
from parties.actions.invitations import INVITATION_LASTS, Invited
from parties.models import Invitation, Membership, Person
from parties.tokens import token_hash
from tests.factories.world import PASSWORD, World
from tests.parties.doors import door_kinds, link_in_last_letter, log_in, logged_in

NEW = "nora@alderpine.example"


def _invite(by: Actor, email: str = NEW, roles: Any = ("SQA", "SLB"), **changes: Any) -> Invited:
    with scope.opened(by):
        return invite(email=email, roles=roles, by=by, reason="", at=changes.pop("at", now()), **changes)


def test_the_whole_way_in(world: World, administrator: Actor) -> None:
    admin = logged_in("admin@alderpine.example")
    answer = admin.post("/people/invite/", {"email": " Nora@AlderPine.example ", "roles": ["SQA", "SLB"]})
    assert answer.url == "/people/"
    assert NEW in admin.get("/people/").content.decode()
    assert [letter.to for letter in mail.outbox] == [[NEW]]
    link = link_in_last_letter()
    guest = Client()
    page = guest.get(link).content.decode()
    assert "Alder &amp; Pine Nutrition" in page
    assert "Sponsor QA reviewer, Sponsor label and claims" in page
    typed = {"name": "Nora Vance", "password": PASSWORD, "repeated": PASSWORD}
    assert guest.post(link, typed).url == "/accounts/login/"
    assert log_in(guest, NEW).url == "/"
    assert "Nora Vance" in guest.get("/profile/").content.decode()
    with scope.opened(administrator):
        person = Person.objects.get(email=NEW)
        membership = Membership.objects.get(person=person)
        history = Person.history.filter(id=person.pk).get()
        invitation = Invitation.objects.get()
        joined = membership.history.get()
    assert membership.roles == ["SLB", "SQA"]
    assert (history.history_user_id, history.history_change_reason) == (person.pk, "enrolled by invitation")
    assert joined.history_user_id == person.pk
    assert invitation.accepted_at is not None
    assert EmailAddress.objects.get(user=person).verified
    assert door_kinds(person) == ["login"]
    assert "This invitation has been used already." in Client().post(link, typed).content.decode()


def test_the_token_is_not_stored(world: World, administrator: Actor) -> None:
    made = _invite(administrator)
    assert made.invitation.token_hash == token_hash(made.token)
    with scope.opened(administrator):
        assert made.token not in str(vars(Invitation.objects.get()))


def test_the_two_passwords_must_agree_and_be_strong(world: World, administrator: Actor) -> None:
    link = f"/people/join/{_invite(administrator).token}/"
    answer = Client().post(link, {"name": "Nora", "password": PASSWORD, "repeated": PASSWORD + "x"})
    assert "The two passwords differ." in answer.content.decode()
    answer = Client().post(link, {"name": "Nora", "password": "nora", "repeated": "nora"})
    assert "It must contain at least 12 characters." in answer.content.decode()
    with scope.anonymous():
        assert not Person.objects.filter(email=NEW).exists()


@pytest.mark.parametrize(("seconds", "works"), [(-1, True), (0, False)])
def test_it_expires(world: World, administrator: Actor, seconds: int, works: bool) -> None:
    at = now()
    made = _invite(administrator, at=at)
    moment = at + INVITATION_LASTS + timedelta(seconds=seconds)
    if works:
        assert accept_invitation(token=made.token, name="Nora", password=PASSWORD, at=moment).email == NEW
    else:
        with pytest.raises(Refused, match="has expired"):
            accept_invitation(token=made.token, name="Nora", password=PASSWORD, at=moment)


def test_it_can_be_taken_back(world: World, administrator: Actor) -> None:
    made = _invite(administrator)
    admin = logged_in("admin@alderpine.example")
    address = f"/people/invitations/{made.invitation.pk}/revoke/"
    assert admin.post(address, {"reason": "wrong address"}).url == "/people/"
    with pytest.raises(Refused, match="was taken back"):
        accept_invitation(token=made.token, name="Nora", password=PASSWORD, at=now())
    with scope.opened(administrator), pytest.raises(Refused, match="was taken back"):
        revoke_invitation(invitation_id=made.invitation.pk, by=administrator, reason="x", at=now())


def test_a_link_that_never_was_is_not_found(world: World) -> None:
    for link in ("/people/join/x/", "/people/partnership/x/", "/people/join/" + "a" * 500 + "/"):
        assert Client().get(link).status_code == 404
    with pytest.raises(Invitation.DoesNotExist):
        accept_invitation(token="x", name="Nora", password=PASSWORD, at=now())


def test_one_open_invitation_per_address(world: World, administrator: Actor) -> None:
    at = now()
    _invite(administrator, at=at)
    with pytest.raises(Refused, match="has an open invitation"):
        _invite(administrator, at=at)
    later = at + INVITATION_LASTS
    assert _invite(administrator, at=later).invitation.expires_at == later + INVITATION_LASTS
    with pytest.raises(Refused, match=r"acts for Alder & Pine Nutrition already"):
        _invite(administrator, email="qa@alderpine.example")


def test_somebody_with_an_account_joins_by_logging_in(world: World, administrator: Actor) -> None:
    made = _invite(administrator, email="clerk@keystone.example", roles=["SSC"])
    link = f"/people/join/{made.token}/"
    typed = {"name": "Thief", "password": PASSWORD, "repeated": PASSWORD}
    assert "This address has an account. Log in" in Client().post(link, typed).content.decode()
    other = logged_in("qa@keystone.example")
    assert "This invitation is for clerk@keystone.example." in other.post(link).content.decode()
    clerk = logged_in("clerk@keystone.example")
    assert clerk.post(link).url == "/"
    page = clerk.get("/profile/").content.decode()
    assert "Alder &amp; Pine Nutrition" in page  # the switcher offers both
    assert "Keystone Blending Co." in page
    with scope.opened(administrator):
        assert Membership.objects.get(person_id=world.clerk.person_id, organisation=world.alder).roles == ["SSC"]


@pytest.mark.parametrize(
    ("roles", "sentence"),
    [
        ([], "Choose at least one role."),
        (["QQQ"], "There is no role “QQQ”."),
        (["ADM", "SQH"], "An administrator holds no signing authority"),
        (["ADM", "CQC"], "An administrator holds no signing authority"),
    ],
)
def test_roles_that_cannot_be(world: World, administrator: Actor, roles: list[str], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        _invite(administrator, roles=roles)


@pytest.mark.parametrize("roles", [["ADM"], ["ADM", "SRM", "SSC"], ["SQA", "SQH", "SRM"], ["3PL"]])
def test_roles_that_can_be(world: World, administrator: Actor, roles: list[str]) -> None:
    assert _invite(administrator, roles=roles).invitation.roles == sorted(roles)


@pytest.mark.parametrize("who", ["reviewer", "head", "clerk", "cmo_qa", "auditor", "other_sponsor"])
def test_only_administrators_invite(world: World, administrator: Actor, who: str) -> None:
    by = getattr(world, who)
    with pytest.raises(Forbidden, match="Your role does not allow you to invite people"):
        _invite(by)
    made = _invite(administrator)
    with scope.opened(by):
        assert not Invitation.objects.filter(pk=made.invitation.pk).exists() or who in {"reviewer", "head"}
        with pytest.raises(Forbidden, match="take an invitation back"):
            revoke_invitation(invitation_id=made.invitation.pk, by=by, reason="x", at=now())


def test_another_companys_administrator_finds_nothing(
    world: World, administrator: Actor, cmo_administrator: Actor
) -> None:
    made = _invite(administrator)
    with scope.opened(cmo_administrator):
        assert list(Invitation.objects.all()) == []
        assert list(Invitation.history.all()) == []
        with pytest.raises(Invitation.DoesNotExist):
            revoke_invitation(invitation_id=made.invitation.pk, by=cmo_administrator, reason="x", at=now())


def test_a_key_invites_nobody(world: World, administrator: Actor) -> None:
    with pytest.raises(Forbidden, match="A key cannot invite people"):
        _invite(through(administrator, "api"))
    made = _invite(administrator, email="clerk@keystone.example")
    by = through(world.clerk, "api")
    with scope.opened(by), pytest.raises(Forbidden, match="A key cannot accept an invitation"):
        join_organisation(token=made.token, by=by, at=now())

"""Roles change and end by an administrator, never by oneself, never down to nobody (21 CFR 11.10(g), 11.300)."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail

from kernel import scope
from kernel.clock import now
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor, through
from parties.actions import change_roles, end_membership, reset_second_factor
from parties.models import LoginRecord, Membership
from parties.queries import live_roles
from tests.factories.world import LONG_AGO, World, make_member
from tests.parties.doors import logged_in

QA = "qa@alderpine.example"


def _membership(of: Actor) -> Membership:
    with scope.opened(of):
        return Membership.objects.get(person_id=of.person_id, organisation_id=of.organisation_id)


def test_new_roles_count_at_once_and_are_recorded(world: World, administrator: Actor) -> None:
    membership = _membership(world.reviewer)
    admin = logged_in("admin@alderpine.example")
    typed = {"roles": ["SQA", "SLB"], "reason": "covers labels in June"}
    assert admin.post(f"/people/members/{membership.pk}/roles/", typed).url == f"/people/members/{membership.pk}/"
    with scope.opened(world.reviewer):
        assert live_roles(world.reviewer) == ["SQA", "SLB"]
        newest = membership.history.first()
    assert (newest.history_user_id, newest.history_change_reason) == (
        administrator.person_id,
        "covers labels in June",
    )
    assert "Sponsor QA reviewer, Sponsor label and claims" in admin.get("/people/").content.decode()


def test_leaving_ends_access_and_keeps_the_name(world: World, administrator: Actor) -> None:
    membership = _membership(world.reviewer)
    leaver = logged_in(QA)
    assert leaver.get("/profile/").status_code == 200
    admin = logged_in("admin@alderpine.example")
    assert admin.post(f"/people/members/{membership.pk}/end/", {"reason": "left us"}).url == "/people/"
    with scope.opened(world.reviewer):
        assert live_roles(world.reviewer) == []
    with scope.opened(world.head):
        ended = Membership.objects.select_related("person").get(pk=membership.pk)
    assert ended.ended_at is not None
    assert ended.person.name == "Priya Raman"
    assert "Priya Raman" not in admin.get("/people/").content.decode()
    assert leaver.get("/people/").status_code == 403
    with scope.opened(administrator), pytest.raises(Refused, match="Priya Raman has left Alder & Pine Nutrition"):
        end_membership(membership_id=membership.pk, by=administrator, reason="again", at=now())


def _do(action: Any, membership: Membership, by: Actor, **values: Any) -> Any:
    if action is change_roles:
        values.setdefault("roles", ["SQA"])
    with scope.opened(by):
        return action(membership_id=membership.pk, by=by, at=LONG_AGO, **{"reason": "test"} | values)


ACTIONS = [change_roles, end_membership, reset_second_factor]


@pytest.mark.parametrize("action", ACTIONS)
def test_nobody_does_it_to_himself(world: World, administrator: Actor, action: Any) -> None:
    with pytest.raises(Forbidden, match="yourself; ask another administrator"):
        _do(action, _membership(administrator), administrator)


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("who", ["reviewer", "head", "clerk", "cmo_qa", "auditor", "other_sponsor"])
def test_only_administrators_may(world: World, administrator: Actor, action: Any, who: str) -> None:
    with pytest.raises(Forbidden, match="Your role does not allow you to"):
        _do(action, _membership(administrator), getattr(world, who))


@pytest.mark.parametrize("action", ACTIONS)
def test_not_in_another_company(world: World, cmo_administrator: Actor, action: Any) -> None:
    with pytest.raises(Membership.DoesNotExist):
        _do(action, _membership(world.reviewer), cmo_administrator)
    admin = logged_in("admin@keystone.example")
    for page in ("", "roles/", "end/", "factor/", "unlock/"):
        assert admin.get(f"/people/members/{_membership(world.reviewer).pk}/{page}").status_code == 404


@pytest.mark.parametrize("action", ACTIONS)
def test_not_with_a_key_and_not_without_a_reason(world: World, administrator: Actor, action: Any) -> None:
    membership = _membership(world.reviewer)
    with pytest.raises(Forbidden, match="A key cannot"):
        _do(action, membership, through(administrator, "api"))
    with pytest.raises(Refused, match="Give a reason"):
        _do(action, membership, administrator, reason="  ")


def test_the_last_administrator_stays(world: World, administrator: Actor) -> None:
    second = make_member(world.alder, "second@alderpine.example", "Sam Roe", ["ADM"])
    membership = _membership(second)
    _do(end_membership, _membership(administrator), second)
    system = scope.system(organisation_id=world.alder.pk)
    for action in (end_membership, change_roles):
        with pytest.raises(Refused, match="keeps at least one administrator"):
            _do(action, membership, system)
    assert _do(change_roles, membership, system, roles=["ADM", "SSC"]).roles == ["ADM", "SSC"]


def test_an_administrator_never_gets_a_signing_role(world: World, administrator: Actor) -> None:
    with pytest.raises(Refused, match="holds no signing authority"):
        _do(change_roles, _membership(world.reviewer), administrator, roles=["ADM", "SQA"])


def test_a_lost_factor_ends_at_once_with_notice(world: World, administrator: Actor) -> None:
    person = world.people[QA]
    victim = logged_in(QA)
    TOTP.activate(person, generate_totp_secret())
    membership = _membership(world.reviewer)
    admin = logged_in("admin@alderpine.example")
    answer = admin.post(f"/people/members/{membership.pk}/factor/", {"reason": "phone stolen"})
    assert answer.url == f"/people/members/{membership.pk}/"
    assert not Authenticator.objects.filter(user=person).exists()
    assert victim.get("/profile/").status_code == 302
    assert mail.outbox[-1].to == [QA]
    assert "phone stolen" in mail.outbox[-1].body
    with scope.opened(administrator):
        record = LoginRecord.objects.get(kind="factor_removed")
    assert (record.person_id, record.by_id, record.reason) == (person.pk, administrator.person_id, "phone stolen")
    assert "Second factor removed" in admin.get(f"/people/members/{membership.pk}/").content.decode()
    assert logged_in(QA).get("/profile/").status_code == 200  # by password alone, to set up a new one


def test_no_factor_nothing_to_remove(world: World, administrator: Actor) -> None:
    with pytest.raises(Refused, match="Priya Raman has no second factor"):
        _do(reset_second_factor, _membership(world.reviewer), administrator)

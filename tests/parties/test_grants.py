"""An auditor reads one partnership, for a time, and nothing else (21 CFR 11.10(d))."""

from datetime import UTC, datetime, time, timedelta
from time import sleep
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client

from kernel import scope
from kernel.clock import now
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from parties.actions import accept_invitation, grant_auditor, revoke_grant
from parties.models import AuditorGrant, Membership, Organisation, Partnership, Person
from parties.queries import actor_for
from parties.rules.partners import LONGEST_GRANT
from tests.factories.world import PASSWORD, World
from tests.parties.doors import logged_in

KNOWN = "auditor@example.org"


def _grant(world: World, by: Actor, partnership: Partnership | None = None, **changes: Any) -> AuditorGrant:
    at: datetime = changes.pop("at", now())
    values = {
        "partnership_id": (partnership or world.alder_keystone).pk,
        "email": KNOWN,
        "name": "Astrid Nyman",
        "firm_name": "Nyman Quality Audits",
        "purpose": "for-cause audit",
        "starts_at": at,
        "ends_at": at + timedelta(days=5),
        "reason": "",
    }
    with scope.opened(by):
        return grant_auditor(**(values | changes), by=by, at=at)


def _sees(auditor: Actor) -> set[Any]:
    with scope.opened(auditor):
        return set(Partnership.objects.values_list("id", flat=True))


def test_a_known_auditor_sees_one_partnership_more_and_only_while_it_lasts(world: World) -> None:
    assert _sees(world.auditor) == {world.alder_keystone.pk}
    grant = _grant(world, world.cmo_qa, world.blue_keystone)
    assert _sees(world.auditor) == {world.alder_keystone.pk, world.blue_keystone.pk}
    with scope.opened(world.cmo_qa):
        revoke_grant(grant_id=grant.pk, by=world.cmo_qa, reason="audit is over", at=now())
    assert _sees(world.auditor) == {world.alder_keystone.pk}
    with scope.opened(world.cmo_qa), pytest.raises(Refused, match="has ended already"):
        revoke_grant(grant_id=grant.pk, by=world.cmo_qa, reason="again", at=now())


@pytest.mark.parametrize(("start", "end"), [(1, 2), (-3, None)])
def test_a_look_begins_and_ends_by_itself(world: World, start: int, end: int | None) -> None:
    at = now()
    starts = at + timedelta(days=start)
    ends = at + timedelta(days=end) if end else at + timedelta(milliseconds=300)
    _grant(world, world.cmo_qa, world.blue_keystone, at=at, starts_at=starts, ends_at=ends)
    if end is None:
        sleep(0.5)  # the database's own clock decides
    assert _sees(world.auditor) == {world.alder_keystone.pk}


def test_a_new_auditor_comes_with_her_firm(world: World) -> None:
    client = logged_in("head.qa@alderpine.example")
    zone = ZoneInfo(world.alder.time_zone)  # she has chosen none of her own: days are read in her company's zone
    today = now().astimezone(zone).date()
    typed = {
        "partnership": str(world.alder_keystone.pk),
        "email": "Mira@Calder.example",
        "name": "Mira Calder",
        "firm_name": "Calder Audits",
        "purpose": "annual GMP audit",
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=2)).isoformat(),
    }
    assert client.post("/people/auditors/grant/", typed).url == "/people/auditors/"
    assert [letter.to for letter in mail.outbox] == [["mira@calder.example"]] * 2
    invitation, grant_letter = mail.outbox
    assert "annual GMP audit" in grant_letter.body
    with scope.opened(world.head):
        grant = AuditorGrant.objects.get(purpose="annual GMP audit")
        firm = Organisation.objects.get(name="Calder Audits")
        history = firm.history.get()
    first, after = (datetime.combine(today + timedelta(days=days), time.min, zone) for days in (0, 3))
    assert (grant.starts_at, grant.ends_at) == (first, after)
    assert first.astimezone(UTC).time() != time.min
    assert (history.history_user_id, history.acting_organisation_id) == (world.head.person_id, world.alder.pk)
    assert Client().post("/accounts/login/", {"login": "mira@calder.example", "password": ""}).status_code == 200
    token = invitation.body.split("/people/join/")[1].split("/")[0]
    person = accept_invitation(token=token, name="Mira Calder", password=PASSWORD, at=now())
    with scope.opened(Actor(person_id=person.pk, name=person.name, organisation_id=firm.pk)):
        membership = Membership.objects.select_related("organisation").get(person=person)
        mira = actor_for(person, membership)
    assert membership.roles == ["ADM", "AUD"]
    assert _sees(mira) == {world.alder_keystone.pk}
    assert logged_in("mira@calder.example").get("/profile/").status_code == 200
    page = client.get("/people/auditors/").content.decode()
    assert "Mira Calder, Calder Audits" in page


@pytest.mark.parametrize(
    ("who", "may"),
    [("head", True), ("cmo_qa", True), ("reviewer", False), ("clerk", False), ("auditor", False)],
)
def test_who_lets_auditors_in(world: World, who: str, may: bool) -> None:
    by = getattr(world, who)
    if may:
        assert _grant(world, by).granted_by_id == by.person_id
    elif who == "auditor":  # she may not even lock what she may read
        with pytest.raises(Partnership.DoesNotExist):
            _grant(world, by)
    else:
        with pytest.raises(Forbidden, match="let an auditor in"):
            _grant(world, by)
        with scope.opened(world.head):
            grant = AuditorGrant.objects.get()
        with scope.opened(by), pytest.raises(Forbidden, match="end an auditor’s access"):
            revoke_grant(grant_id=grant.pk, by=by, reason="x", at=now())


def test_not_into_another_partnership(world: World) -> None:
    with pytest.raises(Partnership.DoesNotExist):
        _grant(world, world.head, world.blue_keystone)
    typed = {"partnership": str(world.blue_keystone.pk), "email": KNOWN}
    answer = logged_in("head.qa@alderpine.example").post("/people/auditors/grant/", typed)
    assert "is not one of the available choices" in answer.content.decode()
    grant = _grant(world, world.cmo_qa, world.blue_keystone)
    with scope.opened(world.head):
        assert not AuditorGrant.objects.filter(pk=grant.pk).exists()
        with pytest.raises(AuditorGrant.DoesNotExist):
            revoke_grant(grant_id=grant.pk, by=world.head, reason="x", at=now())


def test_the_period_is_sound(world: World) -> None:
    at = now()
    for starts, ends in ((at, at), (at - timedelta(days=9), at), (at, at - timedelta(days=1))):
        with pytest.raises(Refused, match="must end after it starts"):
            _grant(world, world.head, at=at, starts_at=starts, ends_at=ends)
    with pytest.raises(Refused, match="at most 366 days"):
        _grant(world, world.head, at=at, ends_at=at + LONGEST_GRANT + timedelta(seconds=1))
    assert _grant(world, world.head, at=at, ends_at=at + LONGEST_GRANT).pk


def test_insiders_and_taken_names_are_refused(world: World) -> None:
    with pytest.raises(Refused, match="cannot be let in as an external auditor"):
        _grant(world, world.head, email="clerk@keystone.example")
    with pytest.raises(Refused, match=r"named “blue mesa wellness” is on Oversight already"):
        _grant(world, world.head, email="x@y.example", firm_name="blue mesa wellness")
    with pytest.raises(Refused, match="Say what the access is for"):
        _grant(world, world.head, purpose=" ")
    with scope.anonymous():
        assert not Person.objects.filter(email="x@y.example").exists()

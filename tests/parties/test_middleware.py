"""Scope, session limits, roll-back and the record of a refusal, through real requests (21 CFR 11.10(d), 11.200)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from psycopg2.errors import DeadlockDetected

from kernel import scope
from kernel.clock import now
from kernel.errors import Refused
from kernel.history import acting
from kernel.scope import Actor
from oversight import urls
from parties.middleware import MEMBERSHIP_KEY, SEEN_EVERY, SEEN_KEY, STARTED_KEY
from parties.models import Membership, Organisation, Site
from parties.refusals import refusable
from records.models import Refusal
from tests.factories.world import LONG_AGO, World
from tests.parties.doors import door_kinds, logged_in

CLERK = "clerk@keystone.example"
tries: list[str] = []


def rename(request: HttpRequest) -> HttpResponse:
    """Renames the site and then does what the query asks for."""
    with acting(by=request.actor, reason="renamed", at=LONG_AGO):
        Site.objects.update(name=request.POST["name"])
    tries.append(request.POST["name"])
    end = request.GET.get("end")
    if end == "refused":
        raise Refused("The site is inspected today.", "clause 9")
    if end == "caught":
        with refusable(request, None), scope.anonymous():
            pass
    if end == "defect":
        raise ZeroDivisionError
    if end == "deadlock" and len(tries) == 1:
        raise OperationalError("deadlock detected") from _deadlock()
    if end == "deadlocks":
        raise OperationalError("deadlock detected") from _deadlock()
    return HttpResponse(Site.objects.get().name)


def _deadlock() -> Exception:
    error = DeadlockDetected("deadlock detected")
    error.__setstate__({"pgcode": "40P01"})
    return error


def whose(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.context', true)")
        return HttpResponse(cursor.fetchone()[0])


class Routes:
    urlpatterns = [path("rename/", rename, name="rename"), path("whose/", whose), *urls.urlpatterns]
    handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture(autouse=True)
def routes() -> Any:
    tries.clear()
    with override_settings(ROOT_URLCONF=Routes):
        yield


def _site(world: World) -> str:
    with scope.opened(world.clerk):
        return Site.objects.get().name


def test_a_request_runs_as_its_person_and_organisation(world: World) -> None:
    answer = logged_in(CLERK).get("/whose/").content.decode()
    assert answer == f"{world.clerk.person_id}/{world.keystone.pk}/"


def test_what_a_page_writes_stays(world: World) -> None:
    assert logged_in(CLERK).post("/rename/", {"name": "Plant A"}).content == b"Plant A"
    assert _site(world) == "Plant A"


def test_a_refusal_rolls_back_answers_in_words_and_is_recorded(world: World) -> None:
    client = logged_in(CLERK)
    answer = client.post("/rename/?end=refused", {"name": "Plant A"}, headers={"referer": "/sites/"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "The site is inspected today." in text
    assert "clause 9" in text
    assert "/sites/" in text
    assert _site(world) == "Keystone Plant 1"
    with scope.opened(world.clerk):
        refusal = Refusal.objects.get()
    assert (refusal.action, refusal.sentence, refusal.person_id) == (
        "rename",
        "The site is inspected today.",
        world.clerk.person_id,
    )
    assert refusal.detail["address"] == "127.0.0.1"


def test_a_defect_rolls_back(world: World) -> None:
    client = logged_in(CLERK)
    client.raise_request_exception = False
    assert client.post("/rename/?end=defect", {"name": "Plant A"}).status_code == 500
    assert _site(world) == "Keystone Plant 1"


def test_a_deadlocks_loser_tries_once_more(world: World) -> None:
    client = logged_in(CLERK)
    assert client.post("/rename/?end=deadlock", {"name": "Plant A"}).content == b"Plant A"
    assert tries == ["Plant A", "Plant A"]
    client.raise_request_exception = False
    tries.clear()
    assert client.post("/rename/?end=deadlocks", {"name": "Plant B"}).status_code == 500
    assert tries == ["Plant B", "Plant B"]
    assert _site(world) == "Plant A"


def test_an_anonymous_refusal_is_recorded_without_a_person(world: World, administrator: Actor) -> None:
    admin = logged_in("admin@alderpine.example")
    admin.post("/people/invite/", {"email": "new@x.example", "roles": ["SQA"]})
    from tests.parties.doors import link_in_last_letter  # noqa: PLC0415

    answer = Client().post(link_in_last_letter(), {"name": "N", "password": "short", "repeated": "short"})
    assert "This password is too short." in answer.content.decode()
    with scope.opened(scope.system()):
        refusal = Refusal.objects.get()
    assert (refusal.person_id, refusal.organisation_id, refusal.code) == (None, None, "password-weak")


@override_settings(SESSION_ABSOLUTE_HOURS=12)
@pytest.mark.parametrize(("minutes", "status"), [(12 * 60 - 1, 200), (12 * 60 + 1, 302)])
def test_a_session_ends_after_its_absolute_limit(world: World, minutes: int, status: int) -> None:
    client = logged_in(CLERK)
    client.get("/profile/")
    session = client.session
    session[STARTED_KEY] = (now() - timedelta(minutes=minutes)).isoformat()
    session.save()
    assert client.get("/profile/").status_code == status
    if status == 302:
        assert door_kinds(world.people[CLERK])[-1] == "logout"
        assert client.get("/profile/").status_code == 302


def test_a_session_ends_when_idle_and_use_prolongs_it(world: World) -> None:
    client = logged_in(CLERK)
    cookie = client.get("/profile/").cookies["sessionid"]
    assert cookie["max-age"] == ""  # the cookie goes with the browser; the limit is the server's
    assert client.session.get_expiry_age() == 3600
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    with override_settings(SESSION_COOKIE_AGE=0):
        seen_before(client, SEEN_EVERY)
        client.get("/profile/")
    assert client.get("/profile/").status_code == 302


@pytest.mark.parametrize(("ago", "is_written"), [(0, False), (50, False), (60, True), (-60, True)])
def test_a_session_in_use_is_written_once_a_minute(world: World, ago: int, is_written: bool) -> None:
    client = logged_in(CLERK)
    client.get("/profile/")
    before = seen_before(client, timedelta(seconds=ago))
    assert client.get("/profile/").status_code == 200
    assert (Session.objects.get().expire_date > before) == is_written


def seen_before(client: Client, span: timedelta) -> datetime:
    """The session was last written so long ago; when it ends by that."""
    session = client.session
    session[SEEN_KEY] = (now() - span).isoformat()
    session.save()
    return Session.objects.get().expire_date


@pytest.fixture
def second_membership(world: World) -> Membership:
    """The clerk also helps Blue Mesa Wellness."""
    system = scope.system(organisation_id=world.blue_mesa.pk)
    with scope.opened(system), acting(by=system, reason="test", at=LONG_AGO):
        return Membership.objects.create(organisation=world.blue_mesa, person_id=world.clerk.person_id, roles=["SSC"])


def test_a_person_acts_for_one_organisation_at_a_time(world: World, second_membership: Membership) -> None:
    client = logged_in(CLERK)
    assert str(world.blue_mesa.pk) in client.get("/whose/").content.decode()  # the first by name
    with scope.opened(world.clerk):
        keystone = Membership.objects.get(person_id=world.clerk.person_id, organisation=world.keystone)
    assert client.post("/organisation/", {"membership": str(keystone.pk)}).url == "/"
    assert str(world.keystone.pk) in client.get("/whose/").content.decode()
    assert client.session[MEMBERSHIP_KEY] == str(keystone.pk)


@pytest.mark.parametrize("wanted", ["", "x", "00000000-0000-7000-8000-000000000001"])
def test_nobody_switches_to_what_is_not_his(world: World, second_membership: Membership, wanted: str) -> None:
    with scope.opened(world.reviewer):
        theirs = Membership.objects.get(person_id=world.reviewer.person_id)
    client = logged_in(CLERK)
    for value in (wanted, str(theirs.pk)):
        assert client.post("/organisation/", {"membership": value}).status_code == 404
    assert client.get("/organisation/").status_code == 405


def test_an_ended_membership_ends_at_the_next_click(world: World, second_membership: Membership) -> None:
    client = logged_in(CLERK)
    system = scope.system(organisation_id=world.blue_mesa.pk)
    with scope.opened(system), acting(by=system, reason="left", at=LONG_AGO):
        second_membership.ended_at = LONG_AGO
        second_membership.save()
    assert str(world.keystone.pk) in client.get("/whose/").content.decode()


def test_a_person_without_an_organisation_sees_nothing(world: World) -> None:
    client = logged_in(CLERK)
    system = scope.system(organisation_id=world.keystone.pk)
    with scope.opened(system), acting(by=system, reason="left", at=LONG_AGO):
        Membership.objects.filter(person_id=world.clerk.person_id).update(ended_at=LONG_AGO)
    assert client.get("/whose/").content.decode() == f"{world.clerk.person_id}//"
    assert client.get("/profile/").status_code == 200
    with scope.opened(Actor(person_id=world.clerk.person_id, name="Carla Diaz")):
        assert list(Organisation.objects.all()) == []

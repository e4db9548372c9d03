"""Log-in, log-out, failure and lockout through the pages themselves, with their records (21 CFR 11.300(d))."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from kernel import scope
from kernel.clock import now
from kernel.history import acting
from kernel.scope import Actor
from parties.actions.door import Visitor, note_failure
from parties.lockout import LOCK_LASTS
from parties.models import LoginRecord, Membership, Person
from parties.queries import lockout
from parties.states import LoginKind
from records.models import Refusal
from tests.factories.world import LONG_AGO, PASSWORD, World
from tests.parties.doors import door_kinds, log_in, logged_in

HEAD = "head.qa@alderpine.example"


def test_logging_in_and_out_is_written_down(world: World) -> None:
    client = Client(HTTP_USER_AGENT="Firefox")
    assert log_in(client, HEAD).url == "/"
    assert client.get("/profile/").status_code == 200
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get("/profile/").url == "/accounts/login/?next=/profile/"
    person = world.people[HEAD]
    assert door_kinds(person) == ["login", "logout"]
    with scope.opened(world.head):
        record = LoginRecord.objects.get(person_id=person.pk, kind="login")
    assert (record.email, record.address, record.agent) == (HEAD, "127.0.0.1", "Firefox")


def test_the_address_is_found_in_any_case(world: World) -> None:
    assert log_in(Client(), "Head.QA@AlderPine.example").status_code == 302


def test_last_login_is_not_kept_on_the_person(world: World) -> None:
    logged_in(HEAD)
    with scope.opened(world.head):
        assert Person.objects.get(email=HEAD).last_login is None


@pytest.mark.parametrize("email", [HEAD, "nobody@nowhere.example"])
def test_the_fifth_failure_locks_and_gives_nothing_away(world: World, email: str) -> None:
    client = Client()
    for _ in range(4):
        assert "not correct" in log_in(client, email, "wrong").content.decode()
    at = now()
    with scope.anonymous():
        assert (lockout(email, at).failures, lockout(email, at).locked_until) == (4, None)
    assert "not correct" in log_in(client, email, "wrong").content.decode()
    with scope.anonymous():
        until = lockout(email, now()).locked_until
    assert until is not None
    assert until - at - LOCK_LASTS < timedelta(seconds=30)
    for password in (PASSWORD, "wrong"):  # the right password opens nothing now, and does not show that it is right
        answer = log_in(client, email, password)
        assert answer.status_code == 200
        assert "this account is locked until" in answer.content.decode()
    if email == HEAD:
        assert door_kinds(world.people[HEAD]) == ["failed"] * 5 + ["locked", "blocked", "blocked"]


def test_a_lock_tells_the_administrators(world: World, administrator: Actor) -> None:
    for _ in range(5):
        log_in(Client(), HEAD, "wrong")
    assert [letter.to for letter in mail.outbox] == [["admin@alderpine.example"]]
    assert mail.outbox[0].subject == f"The account {HEAD} was locked"
    assert "127.0.0.1" in mail.outbox[0].body


def test_a_lock_ends_by_itself(world: World) -> None:
    """35 minutes later by the record's own times: rows are written as of then."""
    long_ago = now() - LOCK_LASTS - timedelta(minutes=5)
    visitor = Visitor(HEAD, world.people[HEAD].pk)
    for _ in range(5):
        note_failure(visitor, long_ago)
    with scope.anonymous():
        assert lockout(HEAD, long_ago).locked_until == long_ago + LOCK_LASTS
        assert lockout(HEAD, long_ago + LOCK_LASTS - timedelta(seconds=1)).locked_until is not None
        assert lockout(HEAD, long_ago + LOCK_LASTS).locked_until is None
    assert log_in(Client(), HEAD).status_code == 302


@pytest.mark.parametrize(("minutes", "locked"), [(14, True), (16, False)])
def test_only_failures_within_the_window_count(world: World, minutes: int, locked: bool) -> None:
    at = now()
    visitor = Visitor(HEAD, world.people[HEAD].pk)
    for _ in range(4):
        note_failure(visitor, at - timedelta(minutes=minutes))
    note_failure(visitor, at)
    with scope.anonymous():
        assert (lockout(HEAD, at).locked_until is not None) is locked


def test_a_success_starts_the_count_anew(world: World) -> None:
    for _ in range(4):
        log_in(Client(), HEAD, "wrong")
    assert log_in(Client(), HEAD).status_code == 302
    for _ in range(4):
        log_in(Client(), HEAD, "wrong")
    assert log_in(Client(), HEAD).status_code == 302


def test_an_administrator_unlocks_with_a_reason(world: World, administrator: Actor) -> None:
    for _ in range(5):
        log_in(Client(), HEAD, "wrong")
    admin = logged_in("admin@alderpine.example")
    with scope.opened(administrator):
        membership = Membership.objects.get(person__email=HEAD)
    page = f"/people/members/{membership.pk}/"
    assert "Locked." in admin.get(page).content.decode()
    assert "This field is required" in admin.post(f"{page}unlock/", {"reason": " "}).content.decode()
    assert admin.post(f"{page}unlock/", {"reason": "called me, typed in the wrong layout"}).url == page
    assert log_in(Client(), HEAD).status_code == 302
    with scope.opened(administrator):
        record = LoginRecord.objects.get(kind=LoginKind.UNLOCKED)
    assert (record.by_id, record.reason) == (administrator.person_id, "called me, typed in the wrong layout")
    again = admin.post(f"{page}unlock/", {"reason": "once more"}).content.decode()
    assert "The account of Helen Okafor is not locked." in again


def test_an_administrator_cannot_unlock_himself_or_strangers(world: World, administrator: Actor) -> None:
    admin = logged_in("admin@alderpine.example")
    with scope.opened(administrator):
        mine = Membership.objects.get(person_id=administrator.person_id)
    with scope.opened(world.cmo_qa):
        theirs = Membership.objects.get(person_id=world.cmo_qa.person_id)
    answer = admin.post(f"/people/members/{mine.pk}/unlock/", {"reason": "me"})
    assert "You cannot unlock yourself" in answer.content.decode()
    assert admin.post(f"/people/members/{theirs.pk}/unlock/", {"reason": "them"}).status_code == 404


def test_a_person_without_the_role_is_refused_and_recorded(world: World) -> None:
    client = logged_in(HEAD)
    answer = client.get("/people/")
    assert answer.status_code == 403
    assert "Your role does not allow you to see the administration of people." in answer.content.decode()
    with scope.opened(world.head):
        refusal = Refusal.objects.get()
    assert (refusal.action, refusal.code, refusal.person_id) == ("parties:people", "forbidden", world.head.person_id)


def test_a_deactivated_person_cannot_come_in(world: World) -> None:
    with scope.opened(world.head), transaction.atomic(), acting(by=world.head, reason="test", at=LONG_AGO):
        Person.objects.filter(email=HEAD).update(is_active=False)
    assert log_in(Client(), HEAD).url == "/accounts/inactive/"
    assert Client().get("/profile/").status_code == 302


def test_nobody_signs_up(world: World) -> None:
    answer = Client().post("/accounts/signup/", {"email": "x@y.example", "password1": PASSWORD})
    assert answer.status_code == 200
    assert "closed" in answer.content.decode()
    with scope.anonymous():
        assert not Person.objects.filter(email="x@y.example").exists()


@pytest.mark.parametrize("page", ["/", "/people/", "/profile/", "/admin/", "/nowhere/"])
def test_pages_are_closed_by_default(world: World, page: str) -> None:
    answer = Client().get(page)
    assert answer.status_code in {302, 404}
    assert answer.status_code == 404 or answer.url.startswith(("/accounts/login/", "/admin/login/"))


def test_the_admins_own_log_in_leads_to_ours(world: World) -> None:
    assert Client().get("/admin/login/").url.startswith("/accounts/login/")

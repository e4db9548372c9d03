"""Deadlines explained, items taken and given back by a click, undelivered mail for administrators alone."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from clocks import actions
from clocks.models import InboxItem, OutboxMessage
from kernel import scope
from kernel.clock import now
from parties.models import Person
from tests.clocks.people import administrator
from tests.clocks.started import STARTED, start_clock
from tests.factories.world import World


def _client(person_id: Any) -> Client:
    client = Client()
    with scope.opened(scope.Actor(person_id=person_id, name="")):
        person = Person.objects.get(pk=person_id)
    with scope.anonymous():
        client.force_login(person)
    return client


@pytest.fixture
def item(world: World) -> InboxItem:
    with scope.opened(world.clerk):
        return actions.open_item(
            key="event/7/decide",
            partnership=world.alder_keystone,
            organisation_id=world.alder.pk,
            roles=["SQA"],
            title="Decide on DEV-31",
            url="/events/7/",
            by=world.clerk,
            at=STARTED,
        )


@pytest.fixture
def letter(world: World) -> OutboxMessage:
    with scope.opened(world.clerk):
        message = OutboxMessage(
            partnership=world.alder_keystone,
            payload={"to": ["qa@alderpine.example"], "subject": "Decide on DEV-31", "body": "x"},
            created_at=STARTED,
            next_try_at=STARTED,
            dead_at=STARTED + timedelta(hours=6),
            attempts=12,
            problem="SMTPServerDisconnected()",
        )
        message.save(force_insert=True)
        return message


def _taker(world: World, item: InboxItem) -> Any:
    with scope.opened(world.reviewer):
        return InboxItem.objects.get(pk=item.pk).taken_by_id


def test_a_deadline_is_explained_to_both_sides_and_to_nobody_else(world: World) -> None:
    clock = start_clock(world, started_at=STARTED.replace(day=9, hour=20), amount=3, unit="business_hours")
    for actor in (world.clerk, world.reviewer, world.auditor):
        page = _client(actor.person_id).get(f"/clocks/{clock.pk}/").content.decode()
        assert "3 business hours from Fri 09 Jan 2026, 15:00 EST" in page
        assert "Sat 10 Jan 2026: not counted, Saturday" in page
        assert "Due Mon 12 Jan 2026, 09:00 EST, 2026-01-12 14:00 UTC" in page
        assert "AG-4 v3, clause 3.1" in page
    assert _client(world.other_sponsor.person_id).get(f"/clocks/{clock.pk}/").status_code == 404


def test_the_server_tells_its_time_to_who_is_logged_in(world: World) -> None:
    answer = _client(world.reviewer.person_id).get("/clocks/time/")
    assert abs(now() - datetime.fromisoformat(answer.json()["now"])) < timedelta(minutes=1)
    assert answer["Cache-Control"] == "no-store"
    assert Client().get("/clocks/time/").status_code == 302


def test_take_and_release_lead_back_to_the_page(world: World, item: InboxItem) -> None:
    client = _client(world.reviewer.person_id)
    answer = client.post(f"/clocks/inbox/{item.pk}/take/", {"next": "/clocks/mail/"})
    assert (answer.status_code, answer["Location"]) == (302, "/clocks/mail/")
    assert _taker(world, item) == world.reviewer.person_id
    answer = client.post(f"/clocks/inbox/{item.pk}/release/", {"next": "https://evil.example/"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert _taker(world, item) is None


def test_a_refusal_is_a_page_and_changes_nothing(world: World, item: InboxItem) -> None:
    answer = _client(world.head.person_id).post(f"/clocks/inbox/{item.pk}/take/")
    assert answer.status_code == 403
    assert "waits for SQA; you hold none of these roles" in answer.content.decode()
    assert _taker(world, item) is None


def test_a_stranger_gets_nothing(world: World, item: InboxItem) -> None:
    for verb in ("take", "release"):
        answer = _client(world.other_sponsor.person_id).post(f"/clocks/inbox/{item.pk}/{verb}/")
        assert answer.status_code == 404
        assert "DEV-31" not in answer.content.decode()


def test_a_visitor_is_led_to_the_log_in(world: World, item: InboxItem) -> None:
    answer = Client().post(f"/clocks/inbox/{item.pk}/take/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_only_post_changes(world: World, item: InboxItem) -> None:
    assert _client(world.reviewer.person_id).get(f"/clocks/inbox/{item.pk}/take/").status_code == 405


def test_an_administrator_sees_dead_letters_and_sends_them_again(world: World, letter: OutboxMessage) -> None:
    client = _client(administrator(world).person_id)
    page = client.get("/clocks/mail/").content.decode()
    assert "SMTPServerDisconnected()" in page
    assert "Decide on DEV-31" in page
    answer = client.post(f"/clocks/mail/{letter.pk}/retry/")
    assert (answer.status_code, answer["Location"]) == (302, "/clocks/mail/")
    with scope.opened(world.clerk):
        again = OutboxMessage.objects.get(pk=letter.pk)
    assert (again.dead_at, again.attempts) == (None, 0)
    assert timedelta(0) <= now() - again.next_try_at < timedelta(minutes=1)
    assert "All mail has left" in client.get("/clocks/mail/").content.decode()


def test_nobody_else_sees_or_sends_them(world: World, letter: OutboxMessage) -> None:
    for actor, answer in (
        (world.reviewer, 403),
        (world.head, 403),
        (world.clerk, 403),
        (world.auditor, 404),  # reads, but has nothing there to change
        (world.other_sponsor, 404),
    ):
        client = _client(actor.person_id)
        assert client.get("/clocks/mail/").status_code == 403
        assert client.post(f"/clocks/mail/{letter.pk}/retry/").status_code == answer


def _paused(world: World, clock: Any, until: str, verb: str = "pause", reason: str = "we await data") -> Any:
    given = {"until": until, "reason": reason}
    return _client(world.reviewer.person_id).post(f"/clocks/{clock.pk}/{verb}/", given)


def test_the_side_that_is_owed_pauses_and_resumes_at_the_page(world: World) -> None:
    clock = start_clock(world, started_at=now(), amount=240, at=now(), pause_days=3, pause_clause="AG-4 v3 cl. 9.2")
    page = f"/clocks/{clock.pk}/"
    assert "Pause the clock" in _client(world.reviewer.person_id).get(page).content.decode()
    owing = _client(world.clerk.person_id).get(page).content.decode()
    assert "only the other side can pause its clock" in owing
    assert "Pause the clock" not in owing
    until = f"{now() + timedelta(days=2):%Y-%m-%dT%H:%M}"
    assert _paused(world, clock, until)["Location"] == page
    shown = _client(world.reviewer.person_id).get(page).content.decode()
    assert "paused until" in shown
    assert "Resume the clock" in shown
    assert "AG-4 v3 cl. 9.2 allows the other side to pause it, 3 days altogether." in shown
    assert _paused(world, clock, "", "resume")["Location"] == page
    assert "paused until" not in _client(world.clerk.person_id).get(page).content.decode()


def test_a_pause_that_may_not_be_stays_a_form_with_its_sentence(world: World) -> None:
    clock = start_clock(world, started_at=now(), amount=240, at=now(), pause_days=1, pause_clause="AG-4 v3 cl. 9.2")
    answer = _paused(world, clock, f"{now() + timedelta(days=2):%Y-%m-%dT%H:%M}")
    assert answer.status_code == 409
    assert "1 d of pause altogether" in answer.content.decode()
    assert "This field is required" in _paused(world, clock, "").content.decode()
    assert _paused(world, clock, "", "resume").status_code == 409
    assert "This field is required" in _paused(world, clock, "", "resume", "").content.decode()

"""Administration → Webhooks: the secret once, messages with their fate, nobody else's to see."""

import re

import pytest
from django.test import Client

from clocks.actions import deliver_next
from clocks.models import Webhook
from kernel import scope
from kernel.clock import now
from kernel.history import acting
from kernel.scope import Actor
from parties.models import Person
from tests.factories.browsers import browser
from tests.factories.world import World, make_member


@pytest.fixture
def administrator(world: World) -> Actor:
    return make_member(world.alder, "admin@alderpine.example", "Ada Lund", ["ADM"])


def _client(by: Actor) -> Client:
    client = Client()
    with scope.opened(by):
        person = Person.objects.get(pk=by.person_id)
    with scope.anonymous():
        client.force_login(person)
    return client


@pytest.fixture
def client(administrator: Actor) -> Client:
    return _client(administrator)


def _added(client: Client, administrator: Actor) -> str:
    given = {"label": "ERP", "url": "https://127.0.0.1/hook", "topics": ["lot.completed", "pack.returned"]}
    page = client.post("/clocks/webhooks/add/", given).content.decode()
    assert len(re.findall(r"whsec_[A-Za-z0-9+/=]{32}", page)) == 1
    with scope.opened(administrator):
        return f"/clocks/webhooks/{Webhook.objects.get().pk}/"


def test_the_secret_is_shown_once_and_messages_have_a_fate(client: Client, administrator: Actor) -> None:
    assert "No webhook" in client.get("/clocks/webhooks/").content.decode()
    address = _added(client, administrator)
    assert client.post(f"{address}ping/").url == address
    assert deliver_next(at=now()) == "failed"
    page = client.get(address).content.decode()
    assert "whsec_" not in page
    assert "127.0.0.1 is 127.0.0.1: that is not a public address." in page
    assert "A pack was returned with a question" in page
    assert ">ERP</a>" in client.get("/clocks/webhooks/").content.decode()


def test_it_is_sent_again_and_removed(client: Client, administrator: Actor) -> None:
    address = _added(client, administrator)
    client.post(f"{address}ping/")
    assert client.post(f"{address}replay/", {"since": "2020-01-01T00:00"}).url == address
    assert "1 message will be sent again." in client.get(address).content.decode()
    assert client.post(f"{address}end/", {"reason": ""}).status_code == 200
    assert client.post(f"{address}end/", {"reason": "ERP replaced"}).url == "/clocks/webhooks/"
    assert client.get(address).status_code == 404


def test_switched_off_it_says_so_and_can_be_switched_on(client: Client, administrator: Actor) -> None:
    address = _added(client, administrator)
    with scope.opened(administrator):
        webhook = Webhook.objects.get()
        with acting(by=administrator, reason="as after many failures", at=now()):
            webhook.disabled_at, webhook.disabled_because = now(), "answered 410"
            webhook.save()
    assert "answered 410. Repair the receiver" in client.get(address).content.decode()
    assert "Switched off" in client.get("/clocks/webhooks/").content.decode()
    assert client.post(f"{address}ping/").status_code == 409
    assert client.post(f"{address}enable/", {"reason": "repaired"}).url == address
    assert client.post(f"{address}ping/").url == address


def test_an_address_that_cannot_be_is_told_in_the_form(client: Client) -> None:
    given = {"label": "ERP", "url": "http://example.com", "topics": ["lot.completed"]}
    answer = client.post("/clocks/webhooks/add/", given)
    assert answer.status_code == 409
    assert "The address must begin with https://." in answer.content.decode()


def test_nobody_else_sees_them(world: World, client: Client, administrator: Actor) -> None:
    address = _added(client, administrator)
    other = _client(make_member(world.blue_mesa, "admin@bluemesa.example", "Bo Lind", ["ADM"]))
    assert other.get(address).status_code == 404
    assert other.post(f"{address}ping/").status_code == 404
    reviewer = browser(world, "qa@alderpine.example")
    assert [reviewer.get(path).status_code for path in ("/clocks/webhooks/", address)] == [403, 403]

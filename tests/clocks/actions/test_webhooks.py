"""Messages to programs: to both companies and no third, once written never lost, given up and sent again."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook as Judge

from clocks.actions import (
    add_webhook,
    announce,
    deliver_next,
    enable_webhook,
    end_webhook,
    ping_webhook,
    replay_deliveries,
)
from clocks.actions.outbox import MOST_ATTEMPTS
from clocks.models import Delivery, Webhook
from clocks.outside import sealed_secrets
from clocks.queries import deliveries_of, webhooks
from kernel import scope
from kernel.clock import now
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor, through
from tests.clocks.receiver import Receiver, receiver
from tests.factories.walked import Shop, make_lot
from tests.factories.world import World, make_member

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def program(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    with receiver() as kept:
        yield kept


@pytest.fixture
def administrator(world: World) -> Actor:
    return make_member(world.alder, "admin@alderpine.example", "Ada Lund", ["ADM"])


def _added(by: Actor, program: Receiver, topics: tuple[str, ...] = ("lot.completed",), **changes: Any) -> Webhook:
    given = {"label": "ERP", "url": program.url, "topics": list(topics), "secret": SECRET, "reason": "", "at": now()}
    with scope.opened(by):
        return add_webhook(by=by, **(given | changes))


def _told(world: World, at: datetime | None = None) -> int:
    with scope.opened(world.clerk):
        given = {"topic": "lot.completed", "partnership_id": world.alder_keystone.pk, "at": at or now()}
        return len(announce(data={"lot": "7"}, **given))


def _latest(by: Actor, webhook: Webhook) -> Delivery:
    with scope.opened(by):
        return deliveries_of(webhook.pk)[0]


def test_a_fact_is_written_with_it_and_delivered_signed(
    world: World, administrator: Actor, program: Receiver, shop: Shop
) -> None:
    webhook = _added(administrator, program, ("lot.started", "lot.completed"))
    lot = make_lot(shop, "KB-1", until="completed")
    assert [deliver_next(at=now()) for _ in range(3)] == ["sent", "sent", "nothing due"]
    heard = [(json.loads(body)["type"], json.loads(body)["data"]) for _, body in program.heard]
    facts = {"partnership": str(world.alder_keystone.pk), "lot": str(lot.pk)}
    assert sorted(heard, key=lambda pair: pair[0]) == [("lot.completed", facts), ("lot.started", facts)]
    headers, body = program.heard[0]
    assert Judge(SECRET).verify(body, headers)["type"] in ("lot.started", "lot.completed")
    delivered = _latest(administrator, webhook)
    assert (delivered.attempts, delivered.delivered_at is None, delivered.problem) == (1, False, "")


def test_only_the_two_companies_hear_and_only_of_what_they_asked_for(
    world: World, administrator: Actor, program: Receiver
) -> None:
    other = make_member(world.blue_mesa, "admin@bluemesa.example", "Bo Lind", ["ADM"])
    _added(other, program)
    _added(administrator, program, ("pack.accepted",))
    assert _told(world) == 0
    _added(administrator, program)
    assert _told(world) == 1
    with scope.opened(other):
        assert (Webhook.objects.count(), Delivery.objects.count()) == (1, 0)


def test_the_secret_is_kept_encrypted(world: World, administrator: Actor, program: Receiver) -> None:
    webhook = _added(administrator, program)
    assert SECRET not in webhook.sealed_secret
    assert sealed_secrets.opened(webhook.sealed_secret) == SECRET


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"topics": []}, "Choose at least one topic"),
        ({"topics": ["lot.melted"]}, "There is no topic lot.melted"),
        ({"url": "ftp://example.com"}, "must begin with https://"),
    ],
)
def test_a_webhook_has_an_address_and_topics(
    administrator: Actor, program: Receiver, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        _added(administrator, program, **changes)


def test_only_an_administrator_at_a_page(world: World, administrator: Actor, program: Receiver) -> None:
    with pytest.raises(Forbidden, match="Only an administrator"):
        _added(world.head, program)
    with pytest.raises(Forbidden, match="A key cannot change webhooks"):
        _added(through(administrator, "api"), program)


def test_a_failure_is_tried_again_until_it_is_given_up(world: World, administrator: Actor, program: Receiver) -> None:
    webhook, at = _added(administrator, program), now() - timedelta(hours=12)
    _told(world, at)
    program.status = 500
    assert deliver_next(at=at) == "failed"
    failed = _latest(administrator, webhook)
    assert (failed.problem, failed.next_try_at - at, failed.dead_at) == ("answered 500", timedelta(seconds=30), None)
    assert deliver_next(at=at) == "nothing due"
    for _ in range(MOST_ATTEMPTS - 1):
        assert deliver_next(at=_latest(administrator, webhook).next_try_at) == "failed"
    given_up = _latest(administrator, webhook)
    assert (given_up.attempts, given_up.dead_at is None) == (MOST_ATTEMPTS, False)
    assert {headers["webhook-id"] for headers, _ in program.heard} == {str(given_up.pk)}
    with scope.opened(administrator):
        assert webhooks().get().disabled_because == "answered 500"
    assert _told(world) == 0


def test_gone_is_final(world: World, administrator: Actor, program: Receiver) -> None:
    webhook = _added(administrator, program)
    _told(world)
    _told(world)
    program.status = 410
    assert [deliver_next(at=now()), deliver_next(at=now())] == ["failed", "nothing due"]
    with scope.opened(administrator):
        assert {d.problem for d in deliveries_of(webhook.pk)} == {"answered 410", "the address was switched off"}


def test_an_address_that_is_not_allowed_is_never_connected_to(
    world: World, administrator: Actor, program: Receiver, settings: Any
) -> None:
    webhook = _added(administrator, program, url=program.url.replace("http:", "https:"))
    _told(world)
    settings.WEBHOOK_NETWORKS = []
    assert deliver_next(at=now()) == "failed"
    assert _latest(administrator, webhook).problem == "127.0.0.1 is 127.0.0.1: that is not a public address."
    assert program.heard == []


def test_what_was_missed_is_sent_again_with_its_ids(world: World, administrator: Actor, program: Receiver) -> None:
    webhook, at = _added(administrator, program), now()
    _told(world, at - timedelta(hours=2))
    _told(world, at)
    program.status = 410
    deliver_next(at=at)
    with pytest.raises(Refused, match="is switched off"), scope.opened(administrator):
        replay_deliveries(webhook_id=webhook.pk, since=at, by=administrator, at=at)
    with scope.opened(administrator):
        enable_webhook(webhook_id=webhook.pk, by=administrator, reason="repaired", at=at)
        assert replay_deliveries(webhook_id=webhook.pk, since=at, by=administrator, at=at) == 1
        assert replay_deliveries(webhook_id=webhook.pk, since=at - timedelta(hours=2), by=administrator, at=at) == 2
    program.status = 200
    assert [deliver_next(at=now()) for _ in range(3)] == ["sent", "sent", "nothing due"]
    assert len({headers["webhook-id"] for headers, _ in program.heard}) == 2


def test_a_test_message_and_the_end(administrator: Actor, program: Receiver) -> None:
    webhook = _added(administrator, program)
    with scope.opened(administrator):
        ping_webhook(webhook_id=webhook.pk, by=administrator, at=now())
        assert deliver_next(at=now()) == "sent"
        ping_webhook(webhook_id=webhook.pk, by=administrator, at=now())
        end_webhook(webhook_id=webhook.pk, by=administrator, reason="ERP replaced", at=now())
        assert list(webhooks()) == []
        with pytest.raises(Refused, match="is switched off"):
            ping_webhook(webhook_id=webhook.pk, by=administrator, at=now())
    assert deliver_next(at=now()) == "nothing due"
    assert json.loads(program.heard[0][1])["type"] == "ping"

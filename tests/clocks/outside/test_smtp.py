"""Over a real socket: what reaches the mail server, and a server that says no."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import pytest

from clocks import actions
from clocks.models import OutboxMessage
from clocks.outside.mail import transport
from kernel import scope
from tests.clocks.mail_server import MailServer
from tests.clocks.started import STARTED
from tests.factories.world import World


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with MailServer() as running:
        settings.OUTBOX_MAIL = {
            "EMAIL_BACKEND": "clocks.outside.smtp.NotingBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": running.port,
        }
        with running.serving():
            yield running


def _write(world: World, to: str) -> OutboxMessage:
    with scope.opened(world.clerk):
        message = OutboxMessage(
            partnership=world.alder_keystone,
            payload={"to": [to], "subject": "DEV-31 µg", "body": "Lot KB-2417"},
            created_at=STARTED,
            next_try_at=STARTED,
        )
        message.save(force_insert=True)
        return message


def test_a_mail_arrives_with_its_own_message_id_each_time(world: World, server: MailServer) -> None:
    message = _write(world, "qa@alderpine.example")
    assert actions.send_next(transport=transport(), at=STARTED) == "sent"
    with scope.opened(world.clerk):  # as if its worker had died before the commit
        OutboxMessage.objects.filter(pk=message.pk).update(sent_at=None)
    assert actions.send_next(transport=transport(), at=STARTED) == "sent"
    mails = [message_from_bytes(text, policy=policy.default) for text in server.received]
    assert [mail["Message-ID"] for mail in mails] == [f"<{message.pk}@localhost>"] * 2
    assert {(mail["Subject"], mail["Date"].datetime) for mail in mails} == {("DEV-31 µg", STARTED)}
    with scope.opened(world.clerk):
        assert OutboxMessage.objects.get(pk=message.pk).server_reply == "250 queued as 2"


def test_a_refused_recipient_is_put_off_and_the_next_one_served(world: World, server: MailServer) -> None:
    refused = _write(world, "nobody@alderpine.example")
    _write(world, "qa@alderpine.example")
    one = transport()
    assert {actions.send_next(transport=one, at=STARTED) for _ in range(2)} == {"failed", "sent"}
    with scope.opened(world.clerk):
        assert "no such person" in OutboxMessage.objects.get(pk=refused.pk).problem
    assert len(server.received) == 1

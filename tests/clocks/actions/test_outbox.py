"""Mail leaves with one Message-ID, is put off when the server fails, given up after twelve attempts."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from clocks import actions
from clocks.actions.outbox import MOST_ATTEMPTS, pause_after
from clocks.models import OutboxMessage
from clocks.outside.mail import transport
from kernel import scope
from kernel.errors import Forbidden, Refused
from tests.clocks.people import administrator
from tests.clocks.started import STARTED
from tests.factories.world import World

CLOSED_PORT = 1


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """Where the file back-end leaves its mail."""
    settings.OUTBOX_MAIL = {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(tmp_path / "mail"),
    }
    settings.SITE_ADDRESS = "https://oversight.example"
    return tmp_path / "mail"


@pytest.fixture
def dead_server() -> BaseEmailBackend:
    """A real SMTP back-end whose server does not answer."""
    return get_connection("clocks.outside.smtp.NotingBackend", host="127.0.0.1", port=CLOSED_PORT)


def _tell(world: World) -> OutboxMessage:
    with scope.opened(world.clerk):
        (notice,) = actions.notify(
            key="event/7/reported",
            partnership=world.alder_keystone,
            organisation_id=world.alder.pk,
            roles=["SQA"],
            subject_line="Major deviation DEV-31 on lot KB-2417",
            facts={
                "what": "<b>Foreign</b> capsule",
                "lot": "KB-2417",
                "clause": "AG-4 5.2",
                "how_long": "24 h",
            },
            url="/events/7/",
            by=world.clerk,
            at=STARTED,
        )
        return OutboxMessage.objects.get(pk=notice.pk)


def _read(message: OutboxMessage, world: World) -> OutboxMessage:
    with scope.opened(world.clerk):
        return OutboxMessage.objects.get(pk=message.pk)


def test_a_mail_says_what_which_lot_which_clause_how_long_and_where(world: World, folder: Path) -> None:
    message = _tell(world)
    server = transport()
    assert actions.send_next(transport=server, at=STARTED) == "sent"
    assert actions.send_next(transport=server, at=STARTED) == "nothing due"
    (file,) = folder.iterdir()
    mail = message_from_bytes(file.read_bytes().split(b"\n" + b"-" * 79)[0], policy=policy.default)
    assert mail["Message-ID"] == f"<{message.pk}@oversight.example>"
    assert mail["Date"].datetime == STARTED
    assert (mail["To"], mail["Subject"]) == ("qa@alderpine.example", "Major deviation DEV-31 on lot KB-2417")
    text = mail.get_body(["plain"]).get_content()
    for words in (
        "What:      <b>Foreign</b> capsule",
        "Lot:       KB-2417",
        "Clause:    AG-4 5.2",
        "Time:      24 h",
        "https://oversight.example/events/7/",
    ):
        assert words in text
    page = mail.get_body(["html"]).get_content()
    assert "<td>&lt;b&gt;Foreign&lt;/b&gt; capsule</td>" in page
    assert '<a href="https://oversight.example/events/7/">' in page
    assert "style=" not in page
    sent = _read(message, world)
    assert (sent.sent_at, sent.attempts, sent.problem) == (STARTED, 1, "")


def test_a_server_that_is_away_puts_it_off(world: World, dead_server: BaseEmailBackend, folder: Path) -> None:
    message = _tell(world)
    assert actions.send_next(transport=dead_server, at=STARTED) == "failed"
    put_off = _read(message, world)
    assert (put_off.attempts, put_off.sent_at, put_off.dead_at) == (1, None, None)
    assert put_off.next_try_at == STARTED + timedelta(seconds=30)
    assert "ConnectionRefusedError" in put_off.problem
    assert actions.send_next(transport=transport(), at=STARTED + timedelta(seconds=29)) == "nothing due"
    assert actions.send_next(transport=transport(), at=STARTED + timedelta(seconds=30)) == "sent"
    assert len(list(folder.iterdir())) == 1


def test_an_hour_without_a_server_loses_nothing(world: World, dead_server: BaseEmailBackend, folder: Path) -> None:
    message = _tell(world)
    at, end = STARTED, STARTED + timedelta(hours=1)
    while at < end:
        actions.send_next(transport=dead_server, at=at)
        at = _read(message, world).next_try_at
    assert _read(message, world).dead_at is None
    assert actions.send_next(transport=transport(), at=at) == "sent"


def test_after_twelve_attempts_it_is_a_dead_letter(world: World, dead_server: BaseEmailBackend) -> None:
    message, at = _tell(world), STARTED
    for _ in range(MOST_ATTEMPTS - 1):
        assert actions.send_next(transport=dead_server, at=at) == "failed"
        assert _read(message, world).dead_at is None
        at = _read(message, world).next_try_at
    assert actions.send_next(transport=dead_server, at=at) == "failed"
    assert _read(message, world).dead_at == at
    assert actions.send_next(transport=dead_server, at=at + timedelta(days=1)) == "nothing due"


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 30), (2, 60), (3, 120), (7, 1920), (8, 3600), (12, 3600), (400, 3600)]
)
def test_pauses_double_up_to_an_hour(attempts: int, seconds: int) -> None:
    assert pause_after(attempts) == timedelta(seconds=seconds)


def test_an_administrator_brings_a_dead_letter_back(world: World, dead_server: BaseEmailBackend, folder: Path) -> None:
    message, at = _tell(world), STARTED
    for _ in range(MOST_ATTEMPTS):
        actions.send_next(transport=dead_server, at=at)
        at = _read(message, world).next_try_at
    admin = administrator(world)
    with scope.opened(admin):
        actions.retry_message(message_id=message.pk, by=admin, at=at)
    assert actions.send_next(transport=transport(), at=at) == "sent"
    assert _read(message, world).attempts == 1


def test_only_an_administrator_and_only_a_dead_one(world: World) -> None:
    message = _tell(world)
    with scope.opened(world.head), pytest.raises(Forbidden, match="Only an administrator"):
        actions.retry_message(message_id=message.pk, by=world.head, at=STARTED)
    admin = administrator(world)
    with scope.opened(admin), pytest.raises(Refused, match="was sent, or will be tried again"):
        actions.retry_message(message_id=message.pk, by=admin, at=STARTED)


def test_a_message_that_cannot_be_written_stops_no_other(world: World, folder: Path) -> None:
    good = _tell(world)
    earlier = STARTED - timedelta(hours=1)
    bad = OutboxMessage(
        partnership=world.alder_keystone,
        payload={
            "to": ["qa@alderpine.example"],
            "subject": "x",
            "template": "no/such",
            "facts": {"url": "/"},
        },
        created_at=earlier,
        next_try_at=earlier,
    )
    with scope.opened(world.clerk):
        bad.save(force_insert=True)
    server = transport()
    assert [actions.send_next(transport=server, at=STARTED) for _ in range(3)] == [
        "failed",
        "sent",
        "nothing due",
    ]
    assert "TemplateDoesNotExist" in _read(bad, world).problem
    assert _read(good, world).sent_at == STARTED


def test_the_oldest_leaves_first(world: World, folder: Path) -> None:
    for hour in (3, 1, 2):
        due = datetime(2026, 1, 12, hour, tzinfo=UTC)
        payload = {"to": ["qa@alderpine.example"], "subject": f"at {hour}", "body": "plain"}
        with scope.opened(world.clerk):
            OutboxMessage.objects.bulk_create(
                [OutboxMessage(partnership=world.alder_keystone, payload=payload, created_at=due, next_try_at=due)]
            )
    sent = []
    for _ in range(3):
        actions.send_next(transport=transport(), at=STARTED)
        with scope.opened(world.clerk):
            done = OutboxMessage.objects.exclude(sent_at=None).values_list("payload__subject", flat=True)
            sent.append(sorted(done))
    assert sent == [["at 1"], ["at 1", "at 2"], ["at 1", "at 2", "at 3"]]

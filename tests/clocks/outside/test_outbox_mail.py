"""Whatever sends mail through Django writes an outbox row; before log-in too, for the platform alone."""

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.db import transaction

from clocks import actions
from clocks.models import OutboxMessage
from clocks.outside.mail import compose, transport
from kernel import scope
from kernel.clock import now
from tests.factories.world import World

BACKEND = "clocks.outside.outbox_mail.OutboxBackend"


def _reset_mail() -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        "Reset your password",
        "Open this link",
        "Oversight <oversight@localhost>",
        ["clerk@keystone.example"],
        cc=["cc@keystone.example"],
        reply_to=["help@oversight.example"],
        headers={"X-Kind": "reset"},
    )
    mail.attach_alternative("<p>Open this link</p>", "text/html")
    return mail


def _rows() -> list[OutboxMessage]:
    with scope.opened(scope.system()):
        return list(OutboxMessage.objects.all())


def test_a_visitor_causes_mail_that_only_the_platform_reads(world: World) -> None:
    with scope.anonymous(), transaction.atomic():
        assert get_connection(BACKEND).send_messages([_reset_mail()]) == 1
        assert list(OutboxMessage.objects.all()) == []
    with scope.opened(world.clerk):
        assert list(OutboxMessage.objects.all()) == []
    (row,) = _rows()
    assert (row.partnership_id, row.payload["to"]) == (None, ["clerk@keystone.example"])


def test_what_was_handed_over_is_what_leaves(world: World) -> None:
    with scope.anonymous():
        get_connection(BACKEND).send_messages([_reset_mail()])
    (row,) = _rows()
    mail = compose(row)
    assert (mail.subject, mail.body, mail.from_email) == (
        "Reset your password",
        "Open this link",
        "Oversight <oversight@localhost>",
    )
    assert mail.recipients() == ["clerk@keystone.example", "cc@keystone.example"]
    assert [tuple(part) for part in mail.alternatives] == [("<p>Open this link</p>", "text/html")]
    assert mail.extra_headers["X-Kind"] == "reset"
    assert mail.extra_headers["Message-ID"] == f"<{row.pk}@localhost>"


def test_it_is_sent_by_the_sweep(world: World, settings: Any, tmp_path: Path) -> None:
    settings.OUTBOX_MAIL = {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(tmp_path),
    }
    with scope.anonymous():
        get_connection(BACKEND).send_messages([_reset_mail()])
    assert actions.send_next(transport=transport(), at=now()) == "sent"
    assert [row.sent_at is not None for row in _rows()] == [True]
    assert len(list(tmp_path.iterdir())) == 1


def test_a_rollback_takes_the_mail_back(world: World) -> None:
    with scope.anonymous(), transaction.atomic():
        get_connection(BACKEND).send_messages([_reset_mail()])
        transaction.set_rollback(True)
    assert _rows() == []


def test_a_message_to_nobody_is_no_row(world: World) -> None:
    with scope.anonymous():
        assert get_connection(BACKEND).send_messages([EmailMessage("subject", "body", to=[])]) == 0
    assert _rows() == []


def test_attachments_are_refused(world: World) -> None:
    mail = _reset_mail()
    mail.attach("report.pdf", b"%PDF-", "application/pdf")
    with scope.anonymous(), pytest.raises(ValueError, match="links, not attachments"):
        get_connection(BACKEND).send_messages([mail])


def test_smtp_settings_reach_the_back_end(settings: Any) -> None:
    settings.OUTBOX_MAIL = {
        "EMAIL_BACKEND": "clocks.outside.smtp.NotingBackend",
        "EMAIL_HOST": "smtp.example.org",
        "EMAIL_PORT": 587,
        "EMAIL_HOST_USER": "oversight",
        "EMAIL_HOST_PASSWORD": "secret",
        "EMAIL_USE_TLS": True,
    }
    server = transport()
    given = (server.host, server.port, server.username, server.password, server.use_tls, server.timeout)
    assert given == ("smtp.example.org", 587, "oversight", "secret", True, 20)

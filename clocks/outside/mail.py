"""From an outbox row to the mail server: the only place that opens a connection for mail."""

from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string

from clocks.models import OutboxMessage
from clocks.outside.smtp import NotingBackend

PATIENCE_SECONDS = 20
_OPTIONS = {
    "EMAIL_HOST": "host",
    "EMAIL_PORT": "port",
    "EMAIL_HOST_USER": "username",
    "EMAIL_HOST_PASSWORD": "password",
    "EMAIL_USE_TLS": "use_tls",
    "EMAIL_USE_SSL": "use_ssl",
    "EMAIL_FILE_PATH": "file_path",
}


def transport() -> BaseEmailBackend:
    """The real back-end behind the outbox (`OUTBOX_MAIL`: `SMTP_URL`, else files), not yet connected."""
    given = {name: settings.OUTBOX_MAIL[key] for key, name in _OPTIONS.items() if key in settings.OUTBOX_MAIL}
    return get_connection(settings.OUTBOX_MAIL["EMAIL_BACKEND"], timeout=PATIENCE_SECONDS, **given)


def send(message: OutboxMessage, connection: BaseEmailBackend) -> str:
    """Hand one message over; what the server answered, empty where no server is (files).

    Raises what the server or the template says. A broken connection is dropped.
    """
    try:
        connection.send_messages([compose(message)])
    except Exception:
        connection.close()
        raise
    return connection.reply if isinstance(connection, NotingBackend) else ""


def compose(message: OutboxMessage) -> EmailMultiAlternatives:
    """The mail as it leaves: rendered from template and facts, or as Django handed it over."""
    payload: dict[str, Any] = message.payload
    body, alternatives = payload.get("body", ""), payload.get("alternatives", [])
    if "template" in payload:
        facts = payload["facts"]
        words = {**facts, "subject": payload["subject"], "link": settings.SITE_ADDRESS + facts["url"]}
        body = render_to_string(f"{payload['template']}.txt", words)
        alternatives = [[render_to_string(f"{payload['template']}.html", words), "text/html"]]
    mail = EmailMultiAlternatives(
        subject=payload["subject"],
        body=body,
        from_email=payload.get("from_email") or settings.DEFAULT_FROM_EMAIL,
        to=payload["to"],
        cc=payload.get("cc"),
        bcc=payload.get("bcc"),
        reply_to=payload.get("reply_to"),
        headers={
            **payload.get("headers", {}),
            "Message-ID": f"<{message.pk}@{urlsplit(settings.SITE_ADDRESS).hostname}>",
            "Date": format_datetime(message.created_at),
        },
    )
    for content, mimetype in alternatives:
        mail.attach_alternative(content, mimetype)
    return mail

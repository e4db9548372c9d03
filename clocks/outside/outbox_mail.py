"""Django's EMAIL_BACKEND: whatever sends mail (password resets, …) writes an outbox row instead."""

from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from clocks.models import OutboxMessage
from kernel.clock import now


class OutboxBackend(BaseEmailBackend):
    """The row stands or falls with the transaction that caused it; the sweep sends it, at least once."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write one row a message. ValueError for one with attachments: documents stay in the store."""
        at = now()
        rows = [
            OutboxMessage(payload=_payload(message), created_at=at, next_try_at=at)
            for message in email_messages
            if message.recipients()
        ]
        OutboxMessage.objects.bulk_create(rows)
        return len(rows)


def _payload(message: EmailMessage) -> dict[str, Any]:
    if message.attachments:
        raise ValueError("mail carries links, not attachments")
    alternatives = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    return {
        "subject": str(message.subject),
        "body": str(message.body),
        "from_email": message.from_email,
        "to": list(message.to),
        "cc": list(message.cc),
        "bcc": list(message.bcc),
        "reply_to": list(message.reply_to),
        "headers": {name: str(value) for name, value in message.extra_headers.items()},
        "alternatives": [[str(content), str(mimetype)] for content, mimetype in alternatives],
    }

"""Sending what stands in the outbox: at least once, each message with one Message-ID for ever.

A message is locked, handed to the mail server and marked as sent in one transaction of its own. Who dies
between the server's “accepted” and the commit leaves it unsent, and it goes out again with its Message-ID:
nothing is lost, a duplicate is recognisable, and there is at most one a death.
"""

import logging
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from clocks import rules
from clocks.actions.claims import claim
from clocks.models import OutboxMessage
from clocks.outside import mail
from kernel import scope
from kernel.scope import Actor

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
MOST_ATTEMPTS = 12
"""With these pauses about six hours; then it is a dead letter."""
LONGEST_REPLY = 500
logger = logging.getLogger(__name__)

Outcome = Literal["sent", "failed", "nothing due"]


def send_next(*, transport: BaseEmailBackend, at: datetime) -> Outcome:
    """Send the message that has been due longest, if any; a failure puts it off or makes it a dead letter."""
    with scope.opened(scope.system()), transaction.atomic():
        batch = claim("claim_outbox", limit=1, at=at)
        for partnership_id, (message_id,) in batch.items():
            with scope.opened(scope.system(partnership_id)):
                return _send(OutboxMessage.objects.get(pk=message_id), transport, at)
    return "nothing due"


def retry_message(*, message_id: UUID, by: Actor, at: datetime) -> OutboxMessage:
    """Bring a dead letter back: it is tried at the next sweep with all its attempts before it."""
    with transaction.atomic():
        message = OutboxMessage.objects.select_for_update(of=["self"]).get(pk=message_id)
        rules.check_retry(message, by)
        message.dead_at, message.attempts, message.next_try_at = None, 0, at
        message.save(update_fields=["dead_at", "attempts", "next_try_at"])
    return message


def pause_after(attempts: int) -> timedelta:
    """30 s, 1 min, 2 min … at most an hour."""
    doublings: int = 2 ** min(attempts - 1, 16)
    return min(FIRST_PAUSE * doublings, LONGEST_PAUSE)


def _send(message: OutboxMessage, transport: BaseEmailBackend, at: datetime) -> Outcome:
    try:
        message.server_reply = mail.send(message, transport)[:LONGEST_REPLY]
    except Exception as problem:  # whatever is wrong with one message stops no other
        logger.warning("message %s was not sent: %r", message.pk, problem)
        message.attempts += 1
        message.problem = repr(problem)[:2000]
        message.next_try_at = at + pause_after(message.attempts)
        message.dead_at = at if message.attempts >= MOST_ATTEMPTS else None
        message.save(update_fields=["attempts", "problem", "next_try_at", "dead_at"])
        return "failed"
    message.attempts += 1
    message.sent_at = at
    message.save(update_fields=["attempts", "sent_at", "server_reply"])
    return "sent"

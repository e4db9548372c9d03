"""Programs that hear: addresses kept by an administrator, messages written with the fact, sent until answered.

Delivery is at least once and in no promised order; the message's id is the same on every try.
"""

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from clocks import rules
from clocks.actions.claims import claim
from clocks.actions.outbox import MOST_ATTEMPTS, pause_after
from clocks.models import Delivery, Webhook
from clocks.outside import sealed_secrets, webhook_post
from kernel import scope
from kernel.history import acting
from kernel.scope import Actor
from parties.models import Partnership

GONE = 410
ACCEPTED = range(200, 300)
Outcome = Literal["sent", "failed", "nothing due"]
logger = logging.getLogger(__name__)


def add_webhook(
    *, label: str, url: str, topics: list[str], secret: str, by: Actor, reason: str, at: datetime
) -> Webhook:
    """A new address of the own organisation; `secret` ("whsec_…") is shown once by the caller."""
    rules.check_webhooks(by)
    rules.check_address(url)
    rules.check_topics(topics)
    with transaction.atomic(), acting(by=by, reason=reason.strip() or f"webhook {label}", at=at):
        return Webhook.objects.create(
            organisation_id=by.company_id,
            label=label.strip(),
            url=url,
            topics=sorted(topics),
            sealed_secret=sealed_secrets.seal(secret),
        )


def end_webhook(*, webhook_id: UUID, by: Actor, reason: str, at: datetime) -> Webhook:
    """No message goes there any more; what waits is given up."""
    rules.check_webhooks(by)
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "webhook ended", at=at):
        webhook = Webhook.objects.locked([webhook_id]).get()
        webhook.ended_at = at
        webhook.save()
        _give_up(webhook, at)
        return webhook


def enable_webhook(*, webhook_id: UUID, by: Actor, reason: str, at: datetime) -> Webhook:
    """After the receiver was repaired; what was missed is sent again on request."""
    rules.check_webhooks(by)
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "webhook enabled", at=at):
        webhook = Webhook.objects.locked([webhook_id]).get()
        webhook.disabled_at, webhook.disabled_because = None, ""
        webhook.save()
        return webhook


def announce(*, topic: str, partnership_id: UUID, data: Mapping[str, str], at: datetime) -> list[UUID]:
    """Write a message to every address of both companies that wants this topic; needs an open transaction."""
    partnership = Partnership.objects.get(pk=partnership_id)
    facts = {"partnership": str(partnership_id), **data}
    written: list[UUID] = []
    for organisation_id in (partnership.sponsor_id, partnership.cmo_id):
        with scope.opened(scope.system(organisation_id=organisation_id)):
            wanting = Webhook.objects.filter(topics__contains=[topic], ended_at=None, disabled_at=None)
            rows = [_delivery(webhook, topic, facts, at) for webhook in wanting]
            Delivery.objects.bulk_create(rows)
        written += [row.pk for row in rows]
    return written


def ping_webhook(*, webhook_id: UUID, by: Actor, at: datetime) -> Delivery:
    """One test message."""
    rules.check_webhooks(by)
    with transaction.atomic():
        webhook = Webhook.objects.get(pk=webhook_id)
        rules.check_hears(webhook)
        delivery = _delivery(webhook, "ping", {}, at)
        delivery.save(force_insert=True)
        return delivery


def replay_deliveries(*, webhook_id: UUID, since: datetime, by: Actor, at: datetime) -> int:
    """Send everything written since then again, delivered or not, with the ids that it had; how many."""
    rules.check_webhooks(by)
    with transaction.atomic():
        webhook = Webhook.objects.get(pk=webhook_id)
        rules.check_hears(webhook)
        return Delivery.objects.filter(webhook=webhook, created_at__gte=since).update(
            next_try_at=at, attempts=0, delivered_at=None, dead_at=None, problem=""
        )


def deliver_next(*, at: datetime) -> Outcome:
    """Send the message that has been due longest, if any."""
    with scope.opened(scope.system()), transaction.atomic():
        for organisation_id, (delivery_id,) in claim("claim_deliveries", limit=1, at=at, by="organisation_id").items():
            with scope.opened(scope.system(organisation_id=organisation_id)):
                return _deliver(Delivery.objects.select_related("webhook").get(pk=delivery_id), at)
    return "nothing due"


def _delivery(webhook: Webhook, topic: str, facts: Mapping[str, str], at: datetime) -> Delivery:
    body = {"type": topic, "timestamp": at.isoformat(), "data": dict(facts)}
    return Delivery(
        organisation_id=webhook.organisation_id,
        webhook=webhook,
        topic=topic,
        body=json.dumps(body, separators=(",", ":"), ensure_ascii=False),
        created_at=at,
        next_try_at=at,
    )


def _deliver(delivery: Delivery, at: datetime) -> Outcome:
    webhook, problem, status = delivery.webhook, "", 0
    try:
        status = webhook_post.post(
            url=webhook.url,
            secret=sealed_secrets.opened(webhook.sealed_secret),
            message_id=str(delivery.pk),
            body=delivery.body,
            at=at,
        )
    except Exception as error:  # whatever is wrong with one address stops no other
        logger.warning("webhook message %s was not delivered: %r", delivery.pk, error)
        problem = str(error) or repr(error)
    delivery.attempts += 1
    if status in ACCEPTED:
        delivery.delivered_at, delivery.problem = at, ""
        delivery.save(update_fields=["attempts", "delivered_at", "problem"])
        return "sent"
    delivery.problem = (problem or f"answered {status}")[:2000]
    delivery.next_try_at = at + pause_after(delivery.attempts)
    delivery.dead_at = at if delivery.attempts >= MOST_ATTEMPTS or status == GONE else None
    delivery.save(update_fields=["attempts", "problem", "next_try_at", "dead_at"])
    if delivery.dead_at:
        _disable(webhook, delivery.problem, at)
    return "failed"


def _disable(webhook: Webhook, problem: str, at: datetime) -> None:
    """Gone, or silent through every try: no more until somebody has looked."""
    with acting(by=scope.system(), reason=f"not delivered: {problem}"[:250], at=at):
        webhook.disabled_at, webhook.disabled_because = at, problem[:250]
        webhook.save()
    _give_up(webhook, at)


def _give_up(webhook: Webhook, at: datetime) -> None:
    Delivery.objects.filter(webhook=webhook, delivered_at=None, dead_at=None).update(
        dead_at=at, problem="the address was switched off"
    )

"""Where messages to programs go, and what became of each."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from clocks.models import Delivery, Webhook


def webhooks() -> QuerySet[Webhook]:
    """Those of the own organisation, with how many messages wait and how many were given up."""
    waiting = Count("deliveries", filter=Q(deliveries__delivered_at=None, deliveries__dead_at=None))
    lost = Count("deliveries", filter=Q(deliveries__dead_at__isnull=False))
    return Webhook.objects.filter(ended_at=None).annotate(waiting=waiting, lost=lost).order_by("label", "id")


def deliveries_of(webhook_id: UUID) -> QuerySet[Delivery]:
    """The latest first."""
    return Delivery.objects.filter(webhook_id=webhook_id).order_by("-created_at", "-id")

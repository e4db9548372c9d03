"""What did not leave the house."""

from django.db.models import QuerySet

from clocks.models import OutboxMessage


def dead_letters() -> QuerySet[OutboxMessage]:
    """Messages given up on, the latest first; those of the partnerships in scope."""
    return OutboxMessage.objects.filter(dead_at__isnull=False).order_by("-dead_at", "-id")

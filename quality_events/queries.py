"""Reads about quality events."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from quality_events.models import QualityEvent
from quality_events.states import EventState

OPEN = (EventState.REPORTED, EventState.INVESTIGATING, EventState.PROPOSED, EventState.DECIDED)


def events() -> QuerySet[QualityEvent]:
    """Events with what a list shows, newest first."""
    return QualityEvent.objects.select_related("reported_by", "sponsor").order_by("-recorded_at", "-id")


def events_of_lots(lot_ids: Iterable[UUID]) -> QuerySet[QualityEvent]:
    return events().filter(event_lots__lot_id__in=list(lot_ids)).distinct()


def lots_of(event: QualityEvent) -> list[UUID]:
    """The lots it hits, in key order."""
    return list(event.event_lots.order_by("lot_id").values_list("lot_id", flat=True))


def next_number(partnership_id: UUID) -> str:
    """DEV-1, DEV-2 … per partnership; the caller holds the partnership's row locked."""
    return f"DEV-{QualityEvent.objects.filter(partnership_id=partnership_id).count() + 1}"


def authors_of(event: QualityEvent) -> set[Any]:
    """Who reported it and who proposed its disposition."""
    proposers = event.history.filter(state=EventState.PROPOSED).values_list("history_user_id", flat=True)
    return {event.reported_by_id, *proposers}

"""How a write about an event is taken: shape, action, refusal in one form, the answer that the caller chose."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.clock import now
from parties.refusals import refusable
from quality_events.models import QualityEvent
from records.rules import check_signs_in_person

MOST_LOTS = 200
LONGEST = 20_000


class ReasonGiven(serializers.Serializer):
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class LotsGiven(ReasonGiven):
    """Lots of the event's partnership, and why."""

    lots = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_LOTS, source="lot_ids")


def written(
    request: Request,
    event_id: UUID,
    shape: type[serializers.Serializer],
    action: Callable[..., object],
    answer: Callable[[QualityEvent], Response],
) -> Response:
    """`action` is called with what `shape` read, the event's id, who and when; its reason is empty unless given."""
    event = QualityEvent.objects.get(pk=event_id)
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    values: dict[str, Any] = {"reason": "", **given.validated_data}
    with refusable(request._request, None, event):  # noqa: SLF001 - DRF's name for Django's request
        action(event_id=event.pk, by=request.actor, at=now(), **values)
    return answer(QualityEvent.objects.get(pk=event_id))


def signed_on_the_page(request: Request, event: QualityEvent) -> None:
    """Refuses a key; who signs does it on the page."""
    with refusable(request._request, None, event):  # noqa: SLF001 - DRF's name for Django's request
        check_signs_in_person(request.actor)

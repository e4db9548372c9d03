"""Changes that can be approved several at once."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse

from change_control.actions import approve
from change_control.content import change_content
from change_control.models import ChangeRequest
from change_control.queries import judged
from change_control.states import CHANGE, DECIDED_FROM
from kernel.clock import now
from kernel.scope import Actor
from records.batch import Batch, Due, offer
from records.states import Meaning


def _changes(by: Actor, ids: Iterable[UUID] | None) -> Iterable[Due]:
    rows = ChangeRequest.objects.filter(state__in=DECIDED_FROM).select_related("product")
    for row in (rows if ids is None else rows.filter(pk__in=list(ids))).order_by("number", "id"):
        step = next((step for step in CHANGE.available(row, by) if step.verb == "approve"), None)
        if step:
            url = reverse("change_control:change", args=[row.pk])
            yield Due("change", step.verb, row, f"{row} {row.title}", step.label, Meaning(step.meaning), url)


def _content(due: Due) -> dict[str, Any]:
    return change_content(judged(due.row, now().date()))


def _sign(due: Due, **given: Any) -> object:
    return approve(change_id=due.row.pk, **given)


def connect() -> None:
    offer(Batch("change", _changes, _content, _sign))

"""Decisions about events and plans that can be signed several at once."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from kernel.scope import Actor
from kernel.states import StateTable
from quality_events.actions import approve_capa, approve_event, close_event, verify_capa
from quality_events.capa_content import capa_content
from quality_events.content import signed_content
from quality_events.models import Capa, QualityEvent
from quality_events.states import CAPA, EVENT, CapaState, EventState
from records.batch import Batch, Due, offer
from records.states import Meaning

_EVENT_STEPS = {"approve": approve_event, "close": close_event, "close_by_cmo": close_event}
_CAPA_STEPS = {
    "approve": approve_capa, "approve_by_cmo": approve_capa, "verify": verify_capa, "verify_by_cmo": verify_capa,
}  # fmt: skip


def _events(by: Actor, ids: Iterable[UUID] | None) -> Iterable[Due]:
    rows = QualityEvent.objects.filter(state__in=(EventState.PROPOSED, EventState.DECIDED))
    return _steps("event", EVENT, rows, by, ids, _EVENT_STEPS, "quality_events:event")


def _capas(by: Actor, ids: Iterable[UUID] | None) -> Iterable[Due]:
    rows = Capa.objects.filter(state__in=(CapaState.PLANNED, CapaState.IMPLEMENTED))
    for due in _steps("capa", CAPA, rows, by, ids, _CAPA_STEPS, "quality_events:capa"):
        if due.verb.endswith("_by_cmo") != due.row.needs_sponsor:
            yield due


def _steps(
    kind: str, table: StateTable, rows: Any, by: Actor, ids: Iterable[UUID] | None, steps: Mapping[str, Any], page: str
) -> Iterable[Due]:
    chosen = rows if ids is None else rows.filter(pk__in=list(ids))
    for row in chosen.order_by("number", "id"):
        for step in table.available(row, by):
            if step.verb in steps:
                label = f"{row.number} {row.title}"
                yield Due(kind, step.verb, row, label, step.label, Meaning(step.meaning), reverse(page, args=[row.pk]))


def _sign_event(due: Due, **given: Any) -> object:
    return _EVENT_STEPS[due.verb](event_id=due.row.pk, **given)


def _sign_capa(due: Due, **given: Any) -> object:
    return _CAPA_STEPS[due.verb](capa_id=due.row.pk, **given)


def connect() -> None:
    offer(Batch("event", _events, lambda due: signed_content(due.row), _sign_event))
    offer(Batch("capa", _capas, lambda due: capa_content(due.row), _sign_capa))

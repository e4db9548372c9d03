"""The quality events of a lot with their material review and timeline: three queries, however many events."""

from uuid import UUID

from parties.models import Person
from quality_events.models import EventLot, QualityEvent
from quality_events.states import OPEN, Standing
from workspace.dossier_data import EventFact, EventStep

_STEP = {
    "reported": "Reported",
    "investigating": "Investigation started",
    "proposed": "Disposition proposed",
    "decided": "Approved by the sponsor",
    "closed": "Closed",
    "reopened": "Reopened",
    "cancelled": "Cancelled",
}


def event_ids_of(lot_id: UUID) -> list[UUID]:
    """The events that hit the lot."""
    return list(EventLot.objects.filter(lot_id=lot_id).order_by("event_id").values_list("event_id", flat=True))


def event_facts(lot_id: UUID) -> tuple[EventFact, ...]:
    """Oldest first."""
    rows = EventLot.objects.filter(lot_id=lot_id).select_related("event").order_by("event__reported_at", "event_id")
    hits = list(rows)
    steps = _steps([hit.event_id for hit in hits])
    return tuple(_fact(hit, tuple(steps.get(hit.event_id, ()))) for hit in hits)


def _fact(hit: EventLot, steps: tuple[EventStep, ...]) -> EventFact:
    event = hit.event
    return EventFact(
        number=event.number,
        kind=event.get_kind_display(),
        classification=event.classification,
        title=event.title,
        state=event.get_state_display(),
        tone=tone_of(event),
        clause=event.clause,
        relation=_relation(hit),
        discovered_at=event.discovered_at,
        recorded_at=event.reported_at,
        closed_at=event.closed_at,
        deviation=event.description,
        cause=event.cause,
        effect=event.effect,
        correction=event.correction,
        material=event.material_action,
        scientific_reason=event.rationale,
        disposition=event.get_disposition_display(),
        steps=steps,
    )


def _relation(hit: EventLot) -> str:
    relation = hit.get_relation_display().lower()
    return relation if hit.standing == Standing.INCLUDED else f"{relation}, {hit.get_standing_display().lower()}"


def tone_of(event: QualityEvent) -> str:
    """An open critical or major event stops; another open one waits."""
    if event.state not in OPEN:
        return "good" if event.state == "closed" else "idle"
    return "bad" if event.classification in ("major", "critical") else "wait"


def _steps(event_ids: list[UUID]) -> dict[UUID, list[EventStep]]:
    """Each change of state with who and why, from the history tables."""
    history = QualityEvent.history.filter(id__in=event_ids).order_by("history_id")
    rows = list(history.values_list("id", "state", "history_date", "history_user_id", "history_change_reason"))
    names = dict(Person.objects.filter(pk__in={row[3] for row in rows}).values_list("pk", "name"))
    found: dict[UUID, list[EventStep]] = {}
    last: dict[UUID, str] = {}
    for event_id, state, at, person_id, reason in rows:
        if last.get(event_id) != state:
            step = EventStep(at, _STEP.get(state, state), names.get(person_id, "–"), reason or "")
            found.setdefault(event_id, []).append(step)
        last[event_id] = state
    return found

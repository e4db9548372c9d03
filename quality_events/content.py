"""What a signature under an event covers: the canonical content, rebuilt and compared at signing (21 CFR 11.70)."""

from typing import Any

from quality_events.models import ClassChange, Informant, QualityEvent
from quality_events.queries.investigation import investigation_content
from quality_events.queries.labels import label_content
from quality_events.queries.oos import oos_content, track_of
from quality_events.queries.oot import oot_content, oot_of

_FIELDS = (
    "number", "kind", "classification", "title", "description", "missed", "cause", "effect", "correction",
    "material_action", "rationale", "other_lots", "root_cause", "found_at", "no_capa", "disposition",
    "needs_sponsor", "clause",
)  # fmt: skip


def class_change_content(asked: ClassChange) -> dict[str, Any]:
    """What the consent to a lower class rests on."""
    event = asked.event
    return {
        "event": str(event.pk),
        "number": event.number,
        "title": event.title,
        "from_class": asked.from_class,
        "to_class": asked.to_class,
        "reason": asked.reason,
    }


def informant_content(informant: Informant) -> dict[str, Any]:
    """What a qualified individual signs: his own words about this event."""
    event = informant.event
    return {
        "event": str(event.pk),
        "number": event.number,
        "title": event.title,
        "person": str(informant.person_id),
        "told": informant.told,
    }


def signed_content(event: QualityEvent) -> dict[str, Any]:
    """Everything that a decision about the event rests on, its lots included."""
    lots = event.event_lots.select_related("lot").order_by("lot__number")
    return {
        "event": str(event.pk),
        **{name: getattr(event, name) for name in _FIELDS},
        "discovered_at": event.discovered_at.isoformat(),
        "lots": [
            {"number": row.lot.number, "relation": row.relation, "standing": row.standing, "reason": row.reason}
            for row in lots
        ],
        **investigation_content(event),
        **_oos(event),
        **_oot(event),
        **label_content(event),
    }


def _oos(event: QualityEvent) -> dict[str, Any]:
    track = track_of(event)
    return {"oos": {**oos_content(track), "state": track.state}} if track else {}


def _oot(event: QualityEvent) -> dict[str, Any]:
    track = oot_of(event)
    return {"oot": oot_content(track) | {"state": track.state}} if track else {}

"""A label incident as rules, signatures and pages read it."""

from typing import Any

from quality_events.models import LabelIncident, QualityEvent


def incident_of(event: QualityEvent) -> LabelIncident | None:
    return LabelIncident.objects.filter(event=event).select_related("found_by", "evaluated_by").first()


def label_content(event: QualityEvent) -> dict[str, Any]:
    """The part of what a signature under a label event covers; empty for other events."""
    incident = incident_of(event)
    if incident is None:
        return {}
    gone = [{"label_lot": row.label_lot, "quantity": row.quantity} for row in event.destructions.all()]
    label = {"fault": incident.fault, "hazard": incident.hazard, "no_obsolete": incident.no_obsolete, "destroyed": gone}
    return {"label": label}

"""What the event's page shows of a label incident."""

from typing import Any

from kernel.scope import Actor
from quality_events.forms.labels import DestructionForm, FaultForm, HazardForm, NoObsoleteForm
from quality_events.models import QualityEvent
from quality_events.queries.labels import incident_of
from quality_events.states import HAZARDOUS, INVESTIGABLE, EventKind, EventState


def label_context(event: QualityEvent, actor: Actor) -> dict[str, Any]:
    """For templates/quality_events/labels.html; nothing where the event is of another kind."""
    if event.kind != EventKind.LABEL:
        return {}
    incident = incident_of(event)
    is_living = event.state not in (EventState.CLOSED, EventState.CANCELLED)
    may_work = is_living and actor.may("quality_events.investigate", event)
    may_evaluate = is_living and actor.may("quality_events.decide", event)
    is_open = event.state in INVESTIGABLE
    is_hazardous = incident is not None and incident.fault in HAZARDOUS
    return {
        "label_shown": True,
        "incident": incident,
        "is_hazardous": is_hazardous,
        "destructions": list(event.destructions.select_related("certificate", "certified_by")),
        "fault_form": FaultForm(initial={"fault": incident.fault if incident else ""}, auto_id="fault_%s")
        if may_work and is_open
        else None,
        "hazard_form": HazardForm(auto_id="hazard_%s") if is_hazardous and may_evaluate else None,
        "destruction_form": DestructionForm(documents=event.documents.all(), auto_id="destroyed_%s")
        if may_work and incident
        else None,
        "no_obsolete_form": NoObsoleteForm(auto_id="none_%s") if may_work and incident else None,
    }

"""Deviations, out-of-specification results, label incidents, the lots they hit, and their investigation."""

from quality_events.models.capa import MOST_EXTENSIONS, Capa, CapaAction, CapaEvent, DueExtension
from quality_events.models.complaints import AdverseReport, AdverseScreen, Complaint, ComplaintLot
from quality_events.models.events import ClassChange, EventLot, QualityEvent
from quality_events.models.investigation import (
    MOST_WHYS,
    EventDocument,
    Informant,
    InterimReport,
    PossibleCause,
    WhyStep,
)
from quality_events.models.labels import LabelDestruction, LabelIncident
from quality_events.models.oos import MOST_RETESTS, OosResult, OosTrack
from quality_events.models.oot import OotTrack
from quality_events.models.returns import ReturnedProduct

__all__ = [
    "MOST_EXTENSIONS",
    "MOST_RETESTS",
    "MOST_WHYS",
    "AdverseReport",
    "AdverseScreen",
    "Capa",
    "CapaAction",
    "CapaEvent",
    "ClassChange",
    "Complaint",
    "ComplaintLot",
    "DueExtension",
    "EventDocument",
    "EventLot",
    "Informant",
    "InterimReport",
    "LabelDestruction",
    "LabelIncident",
    "OosResult",
    "OosTrack",
    "OotTrack",
    "PossibleCause",
    "QualityEvent",
    "ReturnedProduct",
    "WhyStep",
]

"""Deviations, out-of-specification results, label incidents, the lots they hit, and their investigation."""

from quality_events.models.events import ClassChange, EventLot, QualityEvent
from quality_events.models.investigation import (
    MOST_WHYS,
    EventDocument,
    Informant,
    InterimReport,
    PossibleCause,
    WhyStep,
)
from quality_events.models.oos import MOST_RETESTS, OosResult, OosTrack

__all__ = [
    "MOST_RETESTS",
    "MOST_WHYS",
    "ClassChange",
    "EventDocument",
    "EventLot",
    "Informant",
    "InterimReport",
    "OosResult",
    "OosTrack",
    "PossibleCause",
    "QualityEvent",
    "WhyStep",
]

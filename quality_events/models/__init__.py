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

__all__ = [
    "MOST_WHYS",
    "ClassChange",
    "EventDocument",
    "EventLot",
    "Informant",
    "InterimReport",
    "PossibleCause",
    "QualityEvent",
    "WhyStep",
]

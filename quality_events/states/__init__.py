"""Lives of what this app keeps, and the disposition table as law."""

from quality_events.states.events import (
    EVENT,
    LAWFUL,
    Classification,
    EventDisposition,
    EventKind,
    EventState,
    Missed,
    Standing,
)
from quality_events.states.investigation import Branch, Finding
from quality_events.states.oos import CONCLUDED, OOS, STANDS, OosState

__all__ = [
    "CONCLUDED",
    "EVENT",
    "LAWFUL",
    "OOS",
    "STANDS",
    "Branch",
    "Classification",
    "EventDisposition",
    "EventKind",
    "EventState",
    "Finding",
    "Missed",
    "OosState",
    "Standing",
]

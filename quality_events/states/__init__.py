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

__all__ = [
    "EVENT",
    "LAWFUL",
    "Branch",
    "Classification",
    "EventDisposition",
    "EventKind",
    "EventState",
    "Finding",
    "Missed",
    "Standing",
]

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

__all__ = [
    "EVENT",
    "LAWFUL",
    "Classification",
    "EventDisposition",
    "EventKind",
    "EventState",
    "Missed",
    "Standing",
]

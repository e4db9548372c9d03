"""Deviations, out-of-specification results, label incidents, and the lots they hit."""

from quality_events.models.events import ClassChange, EventLot, QualityEvent

__all__ = ["ClassChange", "EventLot", "QualityEvent"]

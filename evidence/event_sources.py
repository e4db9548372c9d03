"""Who knows the quality events of a lot: `quality_events` stands above and hands its function down at start."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

CANCELLED = "cancelled"
"""The state of an event that was reported by mistake: it answers nothing."""


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """A quality event of the platform that hits a lot, directly or by derivation."""

    id: UUID
    number: str
    classification: str
    state: str
    discovered_at: datetime | None = None
    notified_at: datetime | None = None
    needs_sponsor: bool | None = None
    is_approved_by_sponsor: bool | None = None
    has_material_review: bool | None = None
    disposition: str = ""
    invalidated: tuple[str, str] | None = None
    """(test, value) of the result that a proven error of the laboratory invalidated."""


Source = Callable[[UUID], tuple[KnownEvent, ...]]
_sources: list[Source] = []


def register_event_source(source: Source) -> None:
    """`source(lot_id)` answers the events that hit a lot. Call it in `AppConfig.ready`."""
    _sources[:] = [source]


def events_of(lot_id: UUID) -> tuple[KnownEvent, ...]:
    """The events of the lot, those of its ancestors and derived lots included."""
    return _sources[0](lot_id) if _sources else ()

"""Open events by class, those with the least time left first: what a board shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, QuerySet, Subquery

from clocks.models import Clock
from quality_events.models import QualityEvent
from quality_events.queries.events import events
from quality_events.states import OPEN, Classification

SHOWN = 25
"""Events of a class that the board shows; the list has the others."""


@dataclass(frozen=True, slots=True)
class Column:
    """A class with its most urgent open events."""

    classification: Classification
    events: Sequence[QualityEvent]
    """Each with `due_at` (or None) and `owed`, the title of the duty that is due then."""
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.events)


def board() -> list[Column]:
    """Critical, major, minor; seven queries however many events there are."""
    rows = QualityEvent.objects.filter(state__in=OPEN).values("classification").annotate(total=Count("id"))
    totals = {row["classification"]: row["total"] for row in rows}
    order = (Classification.CRITICAL, Classification.MAJOR, Classification.MINOR)
    return [Column(name, _urgent(name) if totals.get(name) else (), totals.get(name, 0)) for name in order]


def _urgent(classification: str) -> list[QualityEvent]:
    nearest = Clock.objects.filter(subject_id=OuterRef("pk"), ended_at=None).order_by("due_at", "pk")
    found = _open(classification).annotate(
        due_at=Subquery(nearest.values("due_at")[:1]),
        owed=Subquery(nearest.values("title")[:1]),
        owed_by=Subquery(nearest.values("owner__name")[:1]),
        paused_until=Subquery(nearest.values("paused_until")[:1]),
    )
    return list(found.order_by(F("due_at").asc(nulls_last=True), "reported_at", "pk")[:SHOWN])


def _open(classification: str) -> QuerySet[QualityEvent]:
    found = events().filter(state__in=OPEN, classification=classification)
    return found.prefetch_related("event_lots__lot")


def clocks_of(event: QualityEvent) -> list[Clock]:
    """What is owed for the event now, the nearest deadline first."""
    running = Clock.objects.filter(subject_id=event.pk, ended_at=None).select_related("owner")
    return list(running.order_by("due_at", "pk"))

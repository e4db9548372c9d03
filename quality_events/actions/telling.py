"""Who is told of an event, and whose clock starts: nobody can say “we were not told” (domain §C3)."""

from collections.abc import Sequence
from datetime import datetime

from agreements.terms import Terms
from clocks.actions import notify, open_item, start
from clocks.ladder import escalation, warning
from clocks.queries import running_clock
from kernel.scope import Actor
from lots.models import Lot
from parties.models import Partnership
from quality_events.models import QualityEvent

DECISION_CLOCK = "quality_events.decide"
SPONSOR_ROLES = ("SQA", "SQH")
CMO_ROLES = ("CQC", "CQA")


def tell_reported(
    event: QualityEvent,
    lots: Sequence[Lot],
    terms: Terms | None,
    partnership: Partnership,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Mail and inbox item to the sponsor, its decision clock by the clause, an item for the CMO's quality unit."""
    numbers = ", ".join(lot.number for lot in lots)
    headline = f"{event.number} ({event.get_classification_display().lower()}) on lot {numbers}: {event.title}"
    notify(
        key=f"event/{event.pk}/reported",
        partnership=partnership,
        organisation_id=partnership.sponsor_id,
        roles=SPONSOR_ROLES,
        subject_line=headline,
        facts={"what": event.title, "lot": numbers, "clause": event.clause},
        url=f"/events/{event.pk}/",
        by=by,
        at=at,
    )
    open_item(
        key=f"event/{event.pk}/investigate",
        partnership=partnership,
        organisation_id=partnership.cmo_id,
        roles=CMO_ROLES,
        title=f"Investigate {headline}"[:250],
        why=event.clause,
        url=f"/events/{event.pk}/",
        lot_id=lots[0].pk,
        by=by,
        at=at,
    )
    start_decision(event, lots, terms, partnership, by=by, at=at)


def start_decision(
    event: QualityEvent, lots: Sequence[Lot], terms: Terms | None, partnership: Partnership, *, by: Actor, at: datetime
) -> None:
    """The sponsor's clock, where the clause asks for its decision and none runs: a running one is never moved."""
    hours = terms.decision_hours(event.classification) if terms else None
    if terms and hours and event.needs_sponsor and running_clock(DECISION_CLOCK, event.pk) is None:
        _start_decision_clock(event, lots, terms, hours, partnership, by=by, at=at)


def _start_decision_clock(
    event: QualityEvent,
    lots: Sequence[Lot],
    terms: Terms,
    hours: int,
    partnership: Partnership,
    *,
    by: Actor,
    at: datetime,
) -> None:
    numbers = ", ".join(lot.number for lot in lots)
    sponsor = partnership.sponsor
    start(
        rule=DECISION_CLOCK,
        subject_kind="quality_event",
        subject_id=event.pk,
        partnership=partnership,
        title=f"Decide on {event.number} ({event.get_classification_display().lower()}), lot {numbers}"[:200],
        clause=event.clause,
        owner=sponsor,
        owner_roles=SPONSOR_ROLES,
        started_at=at,
        amount=hours,
        unit="hours",
        ladder=(
            warning(max(hours // 4, 1), sponsor.pk, SPONSOR_ROLES),
            escalation(max(hours // 2, 1), sponsor.pk, ("SQH",)),
            escalation(hours, partnership.cmo_id, ("CQA",)),
        ),
        url=f"/events/{event.pk}/",
        by=by,
        at=at,
        lot_id=lots[0].pk,
        lot_number=lots[0].number,
        **terms.pause_terms(DECISION_CLOCK),
    )

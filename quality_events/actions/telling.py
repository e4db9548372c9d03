"""Who is told of an event: nobody can say “we were not told” (domain §C3)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from agreements.terms import Terms
from clocks.actions import notify, open_item
from clocks.wording import told_after
from kernel.scope import Actor
from lots.models import Lot
from parties.models import Partnership
from quality_events.actions.notification import judge_notification
from quality_events.actions.reading import ask_to_read
from quality_events.models import QualityEvent

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
    """Mail, an item and a clock to read for the sponsor; an item for the CMO's quality unit.

    Whether the telling was in time is judged by its clause. The sponsor's decision is not asked for yet: its hours run
    from the proposal (`turns.ask_for_decision`).
    """
    headline = f"{event.number} ({event.get_classification_display().lower()}) on lot {numbers_of(lots)}: {event.title}"
    notification = judge_notification(event, lots, terms, partnership, by=by, at=at)
    notify(
        key=f"event/{event.pk}/reported",
        partnership=partnership,
        organisation_id=partnership.sponsor_id,
        roles=SPONSOR_ROLES,
        subject_line=headline,
        facts={
            "what": event.title,
            "lot": numbers_of(lots),
            "clause": terms.citation("notification") if terms else "",
            "how_long": _how_long(event, terms, told_after(event.discovered_at, at, notification)),
        },
        url=f"/events/{event.pk}/",
        by=by,
        at=at,
    )
    ask_to_read(event, headline, lots, terms, partnership, SPONSOR_ROLES, by=by, at=at)
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


def numbers_of(lots: Iterable[Lot]) -> str:
    """As mails and titles name them."""
    return ", ".join(lot.number for lot in lots)


def _how_long(event: QualityEvent, terms: Terms | None, told: str) -> str:
    """How late it comes, and what the reader will have for his part."""
    hours = terms.decision_hours(event.classification) if terms and event.needs_sponsor else None
    return f"{told}; you decide within {hours} h of the proposal" if hours else told

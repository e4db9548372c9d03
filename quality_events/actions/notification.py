"""The sponsor is told of an event in time, or late: the clock from discovery is the proof (domain §C3, R504)."""

from collections.abc import Sequence
from datetime import datetime

from agreements.terms import Terms
from clocks.actions import meet, start
from clocks.models import Clock
from clocks.states import StartEvidence
from kernel.scope import Actor
from lots.models import Lot
from parties.models import Partnership
from quality_events.models import QualityEvent

NOTIFY_CLOCK = "quality_events.notify"


def judge_notification(
    event: QualityEvent, lots: Sequence[Lot], terms: Terms | None, partnership: Partnership, *, by: Actor, at: datetime
) -> Clock | None:
    """Start the CMO's clock at discovery and end it now, when the sponsor is told; late telling stays on record.

    None where the agreement states no hours for the class, or the sponsor found it itself. Nobody could be warned
    before: what is not written down is not known here.
    """
    hours = terms.notification_hours(event.classification) if terms else None
    if terms is None or not hours or by.side(partnership) == "sponsor":
        return None
    numbers = ", ".join(lot.number for lot in lots)
    start(
        rule=NOTIFY_CLOCK,
        subject_kind="quality_event",
        subject_id=event.pk,
        partnership=partnership,
        title=f"Tell the sponsor of {event.number}, lot {numbers}"[:200],
        clause=terms.citation("notification"),
        owner=partnership.cmo,
        owner_roles=("CQC", "CQA"),
        started_at=event.discovered_at,
        start_evidence=StartEvidence.DISCOVERED,
        amount=hours,
        unit="hours",
        url=f"/events/{event.pk}/",
        site=lots[0].site,
        lot_id=lots[0].pk,
        lot_number=lots[0].number,
        by=by,
        at=at,
    )
    return meet(rule=NOTIFY_CLOCK, subject_id=event.pk, by=by, at=at)

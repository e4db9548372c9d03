"""The sponsor reads what it was told, in the time that telling it was given: fair clocks on both sides (domain §C3)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from agreements.terms import Terms
from clocks.actions import meet, start
from clocks.ladder import at_deadline, escalation
from clocks.states import StartEvidence
from kernel.scope import Actor
from lots.models import Lot
from parties.models import Partnership
from quality_events.models import QualityEvent

READ_CLOCK = "quality_events.read"


def ask_to_read(
    event: QualityEvent,
    headline: str,
    lots: Sequence[Lot],
    terms: Terms | None,
    partnership: Partnership,
    roles: Sequence[str],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """An item and a clock for the sponsor, from the report on; none where it found the event itself."""
    hours = terms.notification_hours(event.classification) if terms else None
    if terms is None or not hours or by.side(partnership) == "sponsor":
        return
    sponsor = partnership.sponsor
    start(
        rule=READ_CLOCK,
        subject_kind="quality_event",
        subject_id=event.pk,
        partnership=partnership,
        title=f"Read {headline}"[:200],
        clause=terms.citation("notification"),
        owner=sponsor,
        owner_roles=roles,
        started_at=at,
        start_evidence=StartEvidence.REPORTED,
        amount=hours,
        unit="hours",
        ladder=(at_deadline(sponsor.pk, roles), escalation(max(hours // 2, 1), sponsor.pk, ("SQH",))),
        url=f"/events/{event.pk}/",
        by=by,
        at=at,
        lot_id=lots[0].pk,
        lot_number=lots[0].number,
    )


def read_report(*, event_id: UUID, by: Actor, at: datetime) -> None:
    """Somebody of the sponsor has the event before him; whoever else opens it changes nothing."""
    with transaction.atomic():
        event = QualityEvent.objects.only("id", "partnership_id", "sponsor_id").get(pk=event_id)
        if by.side(event) == "sponsor":
            meet(rule=READ_CLOCK, subject_id=event.pk, by=by, at=at)

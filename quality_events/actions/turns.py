"""Whose turn it is between proposal and decision, and the clock of that turn: both companies' alike (domain §C3).

The sponsor's hours run from each proposal and end when it decides, asks or refuses; then the CMO's days run until it
proposes again. No turn ends by itself: a deadline that passes is told, and the event stays where it is.
"""

from collections.abc import Sequence
from datetime import datetime

from agreements.terms import Terms
from clocks.actions import cancel, close_items, meet, notify, open_item, start
from clocks.ladder import at_deadline, escalation, warning
from clocks.models import Clock
from clocks.queries import time_left
from clocks.states import StartEvidence
from kernel.scope import Actor
from lots.models import Lot
from parties.models import Partnership
from quality_events.actions.reading import READ_CLOCK
from quality_events.actions.telling import CMO_ROLES, SPONSOR_ROLES, numbers_of
from quality_events.models import QualityEvent
from quality_events.queries import direct_lots, terms_for

DECISION_CLOCK, ANSWER_CLOCK = "quality_events.decide", "quality_events.answer"
DAY = 24  # hours


def ask_for_decision(event: QualityEvent, *, by: Actor, at: datetime) -> None:
    """Proposed: the CMO has answered. The sponsor's hours start where the clause asks for its decision."""
    partnership = Partnership.objects.select_related("sponsor", "cmo").get(pk=event.partnership_id)
    meet(rule=ANSWER_CLOCK, subject_id=event.pk, by=by, at=at)
    close_items(key=f"event/{event.pk}/investigate", by=by, at=at)
    lots, terms = direct_lots(event), terms_for(event)
    title = f"Decide on {event.number} ({event.get_classification_display().lower()}), lot {numbers_of(lots)}"[:200]
    hours = terms.decision_hours(event.classification) if terms else None
    if terms and hours and event.needs_sponsor:
        clock = _start_decision(event, title, hours, lots, terms, partnership, by=by, at=at)
    else:
        clock = None
        _open_decision(event, title, partnership, by=by, at=at)
    if event.needs_sponsor:
        _tell(event, "proposed", f"{title}: {event.title}", lots, partnership, clock, by=by, at=at)


def send_back(event: QualityEvent, title: str, *, by: Actor, at: datetime) -> None:
    """Asked or refused: the sponsor's turn is over, the CMO's days run until it proposes again."""
    decided(event, by=by, at=at)
    partnership = Partnership.objects.select_related("sponsor", "cmo").get(pk=event.partnership_id)
    lots, terms = direct_lots(event), terms_for(event)
    if terms is None:
        clock = None
        open_item(
            key=f"event/{event.pk}/investigate", partnership=partnership, organisation_id=partnership.cmo_id,
            roles=CMO_ROLES, title=title[:250], why=event.clause, url=f"/events/{event.pk}/", by=by, at=at,
        )  # fmt: skip
    else:
        clock = _start_answer(event, title, lots, terms, partnership, by=by, at=at)
    _tell(event, "sent-back", title, lots, partnership, clock, by=by, at=at)


def decided(event: QualityEvent, *, by: Actor, at: datetime) -> None:
    """The sponsor (or the CMO, where the clause leaves it to it) has acted."""
    meet(rule=DECISION_CLOCK, subject_id=event.pk, by=by, at=at)
    meet(rule=READ_CLOCK, subject_id=event.pk, by=by, at=at)
    close_items(key=f"event/{event.pk}/decide", by=by, at=at)


def drop_turns(event: QualityEvent, reason: str, *, by: Actor, at: datetime) -> None:
    """Nobody decides or answers any more."""
    for rule in (DECISION_CLOCK, ANSWER_CLOCK, READ_CLOCK):
        cancel(rule=rule, subject_id=event.pk, reason=reason, by=by, at=at)
    for what in ("decide", "investigate"):
        close_items(key=f"event/{event.pk}/{what}", by=by, at=at)


def _start_decision(
    event: QualityEvent, title: str, hours: int, lots: Sequence[Lot], terms: Terms, partnership: Partnership,
    *, by: Actor, at: datetime,
) -> Clock:  # fmt: skip
    """The sponsor's own lateness escalates to its head and then to the CMO, who waits."""
    sponsor = partnership.sponsor
    return start(
        rule=DECISION_CLOCK,
        subject_kind="quality_event",
        subject_id=event.pk,
        partnership=partnership,
        title=title,
        clause=event.clause,
        owner=sponsor,
        owner_roles=SPONSOR_ROLES,
        started_at=at,
        start_evidence=StartEvidence.PROPOSED,
        amount=hours,
        unit="hours",
        ladder=(
            warning(max(hours // 4, 1), sponsor.pk, SPONSOR_ROLES),
            at_deadline(sponsor.pk, SPONSOR_ROLES),
            escalation(max(hours // 2, 1), sponsor.pk, ("SQH",)),
            escalation(max(hours, 2), partnership.cmo_id, ("CQA",)),
        ),
        url=f"/events/{event.pk}/",
        by=by,
        at=at,
        lot_id=lots[0].pk,
        lot_number=lots[0].number,
        **terms.pause_terms(DECISION_CLOCK),
    )


def _start_answer(
    event: QualityEvent, title: str, lots: Sequence[Lot], terms: Terms, partnership: Partnership,
    *, by: Actor, at: datetime,
) -> Clock:  # fmt: skip
    cmo = partnership.cmo
    return start(
        rule=ANSWER_CLOCK,
        subject_kind="quality_event",
        subject_id=event.pk,
        partnership=partnership,
        title=title[:200],
        clause=event.clause,
        owner=cmo,
        owner_roles=CMO_ROLES,
        started_at=at,
        start_evidence=StartEvidence.ASKED,
        site=lots[0].site,
        amount=terms.answer_days,
        unit="business_days",
        ladder=(
            warning(DAY, cmo.pk, CMO_ROLES),
            at_deadline(cmo.pk, CMO_ROLES),
            escalation(DAY, cmo.pk, ("CQA",)),
            escalation(2 * DAY, partnership.sponsor_id, SPONSOR_ROLES),
        ),
        url=f"/events/{event.pk}/",
        by=by,
        at=at,
        lot_id=lots[0].pk,
        lot_number=lots[0].number,
        **terms.pause_terms(ANSWER_CLOCK),
    )


def _open_decision(event: QualityEvent, title: str, partnership: Partnership, *, by: Actor, at: datetime) -> None:
    is_sponsors = event.needs_sponsor
    open_item(
        key=f"event/{event.pk}/decide",
        partnership=partnership,
        organisation_id=partnership.sponsor_id if is_sponsors else partnership.cmo_id,
        roles=SPONSOR_ROLES if is_sponsors else ("CQA",),
        title=title,
        why=event.clause,
        url=f"/events/{event.pk}/",
        by=by,
        at=at,
    )


def _tell(
    event: QualityEvent, what: str, subject: str, lots: Sequence[Lot], partnership: Partnership, clock: Clock | None,
    *, by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Whose turn it is hears so at once, with the time that it has."""
    to_sponsor = what == "proposed"
    notify(
        key=f"event/{event.pk}/{what}/{at.isoformat()}",
        partnership=partnership,
        organisation_id=partnership.sponsor_id if to_sponsor else partnership.cmo_id,
        roles=SPONSOR_ROLES if to_sponsor else CMO_ROLES,
        subject_line=subject,
        facts={
            "what": event.title,
            "lot": numbers_of(lots),
            "clause": event.clause,
            "how_long": time_left(clock, at),
        },
        url=f"/events/{event.pk}/",
        by=by,
        at=at,
    )

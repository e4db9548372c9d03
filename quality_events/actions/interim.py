"""What the CMO owes on the way: an interim report soon, the finished investigation within its time (domain §C3)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from agreements.terms import Terms
from clocks.actions import cancel, meet, notify, start
from clocks.ladder import at_deadline, escalation, warning
from clocks.models import Clock
from clocks.queries import running_clock, time_left
from clocks.states import StartEvidence
from clocks.wording import late_words
from kernel.scope import Actor
from lots.models import Lot
from parties.models import Partnership
from quality_events.actions.causes import investigated
from quality_events.actions.telling import CMO_ROLES, SPONSOR_ROLES, numbers_of
from quality_events.models import InterimReport, QualityEvent
from quality_events.queries import direct_lots
from quality_events.rules import investigation as depth

INTERIM_CLOCK, FINAL_CLOCK = "quality_events.interim", "quality_events.investigation"
OOT_CLOCK = "quality_events.oot"
DAY = 24  # hours


def start_investigation(
    event: QualityEvent, lots: Sequence[Lot], terms: Terms | None, partnership: Partnership, *, by: Actor, at: datetime
) -> None:
    """The CMO's clocks from the report on: interim for what is traced, the whole for every event."""
    if terms is None:
        return
    if event.classification in depth.DEEP:
        owe_interim(event, lots, terms, partnership, StartEvidence.REPORTED, by=by, at=at)
    owe_investigation(event, lots, terms, partnership, StartEvidence.REPORTED, by=by, at=at)


def owe_investigation(
    event: QualityEvent,
    lots: Sequence[Lot],
    terms: Terms,
    partnership: Partnership,
    evidence: StartEvidence,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """The clock of the finished investigation, until the CMO proposes its disposition."""
    cmo, rule = partnership.cmo, FINAL_CLOCK
    start(
        rule=rule,
        subject_kind="quality_event",
        subject_id=event.pk,
        partnership=partnership,
        title=_title("Investigate", event, lots),
        clause=terms.citation("investigation"),
        owner=cmo,
        owner_roles=CMO_ROLES,
        started_at=at,
        start_evidence=evidence,
        site=lots[0].site,
        amount=terms.investigation_days * DAY,
        unit="hours",
        ladder=(
            warning(5 * DAY, cmo.pk, CMO_ROLES),
            at_deadline(cmo.pk, CMO_ROLES),
            escalation(DAY, partnership.sponsor_id, SPONSOR_ROLES),
        ),
        url=f"/events/{event.pk}/",
        by=by,
        at=at,
        lot_id=lots[0].pk,
        lot_number=lots[0].number,
        **terms.pause_terms(rule),
    )


def owe_interim(
    event: QualityEvent,
    lots: Sequence[Lot],
    terms: Terms,
    partnership: Partnership,
    evidence: StartEvidence,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """The clock of the interim report, unless one runs or a report was given: an event may be raised later."""
    if running_clock(INTERIM_CLOCK, event.pk) is not None or event.interim_reports.exists():
        return
    cmo = partnership.cmo
    start(
        rule=INTERIM_CLOCK,
        subject_kind="quality_event",
        subject_id=event.pk,
        partnership=partnership,
        title=_title("Interim report on", event, lots),
        clause=terms.citation("investigation"),
        owner=cmo,
        owner_roles=CMO_ROLES,
        started_at=at,
        start_evidence=evidence,
        site=lots[0].site,
        amount=terms.interim_days,
        unit="business_days",
        ladder=(
            warning(4, cmo.pk, CMO_ROLES),
            at_deadline(cmo.pk, CMO_ROLES),
            escalation(DAY, partnership.sponsor_id, SPONSOR_ROLES),
        ),
        url=f"/events/{event.pk}/",
        by=by,
        at=at,
        lot_id=lots[0].pk,
        lot_number=lots[0].number,
        **terms.pause_terms(INTERIM_CLOCK),
    )


def report_interim(*, event_id: UUID, text: str, by: Actor, reason: str, at: datetime) -> InterimReport:
    """Tell the sponsor what is known so far; the first report meets its clock."""
    with investigated(event_id, by, reason or "interim report", at) as event:
        depth.check_interim(text)
        report = InterimReport.objects.create(
            partnership_id=event.partnership_id,
            sponsor_id=event.sponsor_id,
            event=event,
            text=text.strip(),
            reported_by_id=by.person_id,
            reported_at=at,
        )
        owed = meet(rule=INTERIM_CLOCK, subject_id=event.pk, by=by, at=at)
        notify(
            key=f"event/{event.pk}/interim/{report.pk}",
            partnership=Partnership.objects.get(pk=event.partnership_id),
            organisation_id=event.sponsor_id,
            roles=SPONSOR_ROLES,
            subject_line=f"Interim report on {event.number}: {event.title}",
            facts={
                "what": report.text[:500],
                "lot": numbers_of(direct_lots(event)),
                "clause": owed.clause if owed else event.clause,
                "how_long": _how_long(event, owed, at),
            },
            url=f"/events/{event.pk}/",
            by=by,
            at=at,
        )
        return report


def end_investigation(event: QualityEvent, *, by: Actor, at: datetime) -> None:
    """The proposal is the final report: both duties are done."""
    for rule in (INTERIM_CLOCK, FINAL_CLOCK):
        meet(rule=rule, subject_id=event.pk, by=by, at=at)


def drop_investigation(event: QualityEvent, reason: str, *, by: Actor, at: datetime) -> None:
    """Nobody owes it any more."""
    for rule in (INTERIM_CLOCK, FINAL_CLOCK, OOT_CLOCK):
        cancel(rule=rule, subject_id=event.pk, reason=reason, by=by, at=at)


def _how_long(event: QualityEvent, owed: Clock | None, at: datetime) -> str:
    """Whether it came in time, and until when the whole is due."""
    whole = f"investigation: {time_left(running_clock(FINAL_CLOCK, event.pk), at)}"
    return f"interim report {late_words(owed)}; {whole}" if owed else whole


def _title(what: str, event: QualityEvent, lots: Sequence[Lot]) -> str:
    numbers = ", ".join(lot.number for lot in lots)
    return f"{what} {event.number} ({event.get_classification_display().lower()}), lot {numbers}"[:200]

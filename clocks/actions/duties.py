"""A duty becomes a clock's row with its steps: counted once, and with it what it was counted by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from clocks.calendars import Closures, Unit, WorkCalendar, due, frozen, public_holidays
from clocks.ladder import Rung, placed
from clocks.models import Clock, ClockStep
from clocks.states import StartEvidence
from kernel.ids import new_id
from parties.models import Organisation, Partnership, Site
from parties.queries import work_time
from parties.worktime import WorkTime

ROOM_FOR_PAUSES = timedelta(days=400)
"""Holidays are kept beyond the deadline, since pauses may move it; a clause allows 366 days altogether."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What `start` is told about one clock; see there."""

    rule: str
    subject_kind: str
    subject_id: UUID
    title: str
    clause: str
    owner: Organisation
    owner_roles: tuple[str, ...]
    started_at: datetime
    start_evidence: StartEvidence
    amount: int
    unit: Unit
    ladder: tuple[Rung, ...]
    url: str
    site: Site | None = None
    lot_id: UUID | None = None
    lot_number: str = ""
    pause_days: int = 0
    pause_clause: str = ""


def written(duty: Duty, partnership: Partnership) -> Clock:
    """The clock's row, unsaved."""
    time = work_time(duty.owner, duty.site)
    calendar = calendar_from(time)
    due_at = due(duty.started_at, duty.amount, duty.unit, calendar)
    return Clock(
        id=new_id(),
        partnership=partnership,
        sponsor_id=partnership.sponsor_id,
        rule=duty.rule,
        subject_kind=duty.subject_kind,
        subject_id=duty.subject_id,
        lot_id=duty.lot_id,
        lot_number=duty.lot_number,
        title=duty.title,
        url=duty.url,
        clause=duty.clause,
        owner=duty.owner,
        owner_roles=list(duty.owner_roles),
        amount=duty.amount,
        unit=duty.unit,
        time_zone=time.time_zone,
        holiday_region=time.holiday_region,
        business_time=_kept(duty, calendar, due_at),
        started_at=duty.started_at,
        start_evidence=duty.start_evidence,
        due_at=due_at,
        pause_days=duty.pause_days,
        pause_clause=duty.pause_clause,
    )


def placed_steps(clock: Clock, ladder: Iterable[Rung]) -> list[ClockStep]:
    """The ladder's rungs at their moments, unsaved."""
    moments = placed(
        ladder,
        owner_id=clock.owner_id,
        owner_roles=clock.owner_roles,
        started_at=clock.started_at,
        due_at=clock.due_at,
    )
    return [
        ClockStep(
            partnership_id=clock.partnership_id,
            sponsor_id=clock.sponsor_id,
            clock=clock,
            step=rung.step,
            is_due=rung.is_due,
            at=moment,
            organisation_id=rung.organisation_id,
            roles=list(rung.roles),
        )
        for moment, rung in moments
    ]


def calendar_from(time: WorkTime) -> WorkCalendar:
    """The company's or site's business time with its holidays and own closing days."""
    own = {date.fromisoformat(day): name for day, name in time.closing_days.items()}
    return WorkCalendar(
        ZoneInfo(time.time_zone),
        Closures(public_holidays(time.holiday_region), own),
        timedelta(hours=time.opens_at.hour, minutes=time.opens_at.minute),
        timedelta(hours=time.closes_at.hour, minutes=time.closes_at.minute),
        frozenset(time.working_days),
    )


def _kept(duty: Duty, calendar: WorkCalendar, due_at: datetime) -> dict[str, Any]:
    """Elapsed time is counted by nothing but the clock's zone."""
    if duty.unit in ("hours", "days"):
        return {}
    first, last = duty.started_at, due_at + timedelta(days=duty.pause_days) + ROOM_FOR_PAUSES
    return frozen(calendar, first.astimezone(calendar.zone).date(), last.astimezone(calendar.zone).date())

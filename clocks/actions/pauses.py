"""Pauses: who is owed something stops the clock for a while, and everything that hangs on the deadline moves along.

The clock's row is locked first, then its steps: a sweep that holds them is waited for, one that comes skips them.
"""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from clocks import rules
from clocks.actions.notices import notify
from clocks.calendars import moment
from clocks.models import Clock, ClockPause, ClockStep, InboxItem
from clocks.queries import counted, pauses_of
from kernel.history import acting
from kernel.scope import Actor

_GRANTING_ROLES = ("SQA", "SQH", "CQA")


def pause(*, clock_id: UUID, until: datetime, by: Actor, reason: str, at: datetime) -> ClockPause:
    """The clock stands still from now `until` then, granted by the side to which the duty is owed.

    The deadline and every step that has not fired move; both sides are told. Refused to the side that owes, after
    the deadline, beyond the days of the clause, during another pause and without a reason.
    """
    with transaction.atomic():
        clock = _locked(clock_id)
        rules.check_pause(clock, list(pauses_of(clock.pk)), until=until, by=by, reason=reason, at=at)
        with acting(by=by, reason=reason, at=at):
            granted = ClockPause.objects.create(
                partnership_id=clock.partnership_id,
                sponsor_id=clock.sponsor_id,
                clock=clock,
                begins_at=at,
                until=until,
                reason=reason.strip(),
                granted_by_id=by.person_id,
                organisation_id=by.company_id,
            )
            clock.paused_until = until
            _recount(clock)
        words = f"paused until {moment(until, ZoneInfo(clock.time_zone))}"
        _tell(clock, f"pause/{granted.pk}", words, granted, by, at)
    return granted


def resume(*, clock_id: UUID, by: Actor, reason: str, at: datetime) -> ClockPause:
    """The pause ends before its time; the deadline comes nearer by what was not used."""
    with transaction.atomic():
        clock = _locked(clock_id)
        standing = rules.check_resume(clock, list(pauses_of(clock.pk)), by=by, reason=reason, at=at)
        with acting(by=by, reason=reason, at=at):
            standing.ended_at = at
            standing.save(update_fields=["ended_at"])
            clock.paused_until = None
            _recount(clock)
        _tell(clock, f"resume/{standing.pk}", "runs again", standing, by, at)
    return standing


def _locked(clock_id: UUID) -> Clock:
    return Clock.objects.locked([clock_id]).select_related("partnership").get()


def _recount(clock: Clock) -> None:
    """Steps keep their distance to the deadline; one that has fired stays as it is and never fires again."""
    before = clock.due_at
    clock.due_at = counted(clock, pauses_of(clock.pk)).due
    clock.save(update_fields=["due_at", "paused_until"])
    by: timedelta = clock.due_at - before
    waiting = ClockStep.objects.select_for_update(no_key=True).filter(clock=clock, fired_at=None).order_by("pk")
    keys = [step.pk for step in waiting]
    ClockStep.objects.filter(pk__in=keys).update(at=F("at") + by)
    InboxItem.objects.filter(clock=clock, done_at=None).update(due_at=clock.due_at)


def _tell(clock: Clock, key: str, words: str, granted: ClockPause, by: Actor, at: datetime) -> None:
    due = moment(clock.due_at, ZoneInfo(clock.time_zone))
    for organisation_id, roles in ((clock.owner_id, clock.owner_roles), (granted.organisation_id, _GRANTING_ROLES)):
        notify(
            key=f"clock/{clock.pk}/{key}",
            partnership=clock.partnership,
            organisation_id=organisation_id,
            roles=roles,
            subject_line=f"{words[:1].upper()}{words[1:]}: {clock.title}",
            facts={
                "what": clock.title,
                "lot": clock.lot_number,
                "clause": clock.pause_clause,
                "how_long": f"{words}; now due {due}. Reason: {granted.reason}",
            },
            url=f"/clocks/{clock.pk}/",
            by=by,
            at=at,
        )

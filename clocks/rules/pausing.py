"""The pause law: who may stop a clock, for how long, and when it is too late (domain §F.22)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from clocks.calendars.explaining import words
from clocks.models import Clock, ClockPause
from clocks.states import ClockState
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor

DAY = timedelta(days=1)


def is_paused(clock: Clock, at: datetime) -> bool:
    """Whether it stands still now."""
    return clock.ended_at is None and clock.paused_until is not None and at < clock.paused_until


def check_may_pause(clock: Clock, by: Actor, at: datetime) -> None:
    """The side to which it is owed, by its quality people, while it runs and where a clause allows it."""
    if by.organisation_id == clock.owner_id:
        raise Forbidden(
            f"{clock.owner} owes this; only the other side can pause its clock.", clock.pause_clause, code="own-clock"
        )
    if by.is_system or not by.may("clocks.pause", clock):
        raise Forbidden(
            "Only quality people of the company to which this is owed pause or resume its clock.", clock.pause_clause
        )
    if not clock.pause_days:
        raise Refused(
            "The agreement lets nobody pause this duty; agree on a clause about pauses first.",
            clock.clause,
            code="not-pausable",
        )
    if clock.state != ClockState.RUNNING or at >= clock.due_at:
        raise Refused(
            "Only a clock that runs and is not overdue can be paused: a pause makes nothing good.",
            clock.pause_clause,
            code="clock-not-running",
        )


def check_pause(
    clock: Clock, pauses: Sequence[ClockPause], *, until: datetime, by: Actor, reason: str, at: datetime
) -> None:
    """One pause at a time, ahead of now, with a reason, and within the days of the clause altogether."""
    check_may_pause(clock, by, at)
    _check_reason(reason, clock)
    if is_paused(clock, at):
        raise Refused("This clock is paused already; resume it first.", clock.pause_clause, code="paused-already")
    if until <= at:
        raise Refused("A pause ends later than now.", clock.pause_clause, code="pause-ends-before")
    left = clock.pause_days * DAY - sum((pause.counted_until - pause.begins_at for pause in pauses), timedelta())
    if until - at > left:
        raise Refused(
            f"The clause allows {clock.pause_days} d of pause altogether; {words(left)} of them are left.",
            clock.pause_clause,
            code="pause-too-long",
        )


def check_resume(clock: Clock, pauses: Sequence[ClockPause], *, by: Actor, reason: str, at: datetime) -> ClockPause:
    """The pause that stands now; who may grant one may end it."""
    check_may_pause(clock, by, at)
    _check_reason(reason, clock)
    if not is_paused(clock, at):
        raise Refused("This clock is not paused.", clock.pause_clause, code="not-paused")
    return pauses[-1]


def _check_reason(reason: str, clock: Clock) -> None:
    if not reason.strip():
        raise Refused("Say why: both sides read it.", clock.pause_clause, code="reason-missing")

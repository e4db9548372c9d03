"""What a notice of a clock says: what, which lot, which clause, how long. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from clocks.calendars.explaining import moment, words


@dataclass(frozen=True, slots=True)
class Told:
    """A subject line and the facts that the mail's template lays out, all text."""

    subject_line: str
    facts: dict[str, str]


def told(
    *,
    title: str,
    lot_number: str,
    clause: str,
    due_at: datetime,
    time_zone: str,
    step_at: datetime,
    url: str,
) -> Told:
    """The words for one step of a clock: a warning, the deadline, an escalation after it."""
    due = due_words(due_at, time_zone)
    length = words(due_at - step_at)
    if step_at < due_at:
        subject, how_long = f"{length} left: {title}", f"{length} left, due {due}"
    elif step_at == due_at:
        subject, how_long = f"Overdue: {title}", f"due now: {due}"
    else:
        subject, how_long = f"Escalated, {length} overdue: {title}", f"{length} overdue, was due {due}"
    return Told(subject[:250], {"what": title, "lot": lot_number, "clause": clause, "how_long": how_long, "url": url})


class Ended(Protocol):
    """What is said of a clock that has ended."""

    amount: int
    due_at: datetime
    ended_at: datetime | None


def due_words(due_at: datetime, time_zone: str) -> str:
    return f"{moment(due_at, ZoneInfo(time_zone))} ({due_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC)"


def left_words(due_at: datetime, time_zone: str, at: datetime) -> str:
    """“2 d left, due …”, “3 h overdue, was due …”: what a mail says of a deadline that is not its occasion."""
    length, due = words(due_at - at), due_words(due_at, time_zone)
    return f"{length} left, due {due}" if at < due_at else f"{length} overdue, was due {due}"


def told_after(since: datetime, at: datetime, clock: Ended | None) -> str:
    """“told 3 h after discovery, in time”, “told 27 h after discovery, 3 h late”; no verdict where no clause asks."""
    said = f"told {words(at - since)} after discovery"
    return f"{said}, {late_words(clock)}" if clock else said


def late_words(clock: Ended) -> str:
    """“3 h late”; “in time” up to the very deadline."""
    late = (clock.ended_at or clock.due_at) - clock.due_at
    if late <= timedelta():
        return "in time"
    return f"{words(late)} late" if late >= timedelta(minutes=1) else "under a minute late"

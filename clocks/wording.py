"""What a notice of a clock says: what, which lot, which clause, how long. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime
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
    due = f"{moment(due_at, ZoneInfo(time_zone))} ({due_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC)"
    length = words(due_at - step_at)
    if step_at < due_at:
        subject, how_long = f"{length} left: {title}", f"{length} left, due {due}"
    elif step_at == due_at:
        subject, how_long = f"Overdue: {title}", f"due now: {due}"
    else:
        subject, how_long = f"Escalated, {length} overdue: {title}", f"{length} overdue, was due {due}"
    return Told(subject[:250], {"what": title, "lot": lot_number, "clause": clause, "how_long": how_long, "url": url})

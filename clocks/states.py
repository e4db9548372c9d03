"""A clock's life: it runs until what it waits for happens, in time or late."""

from django.db.models import TextChoices

from kernel.states import StateTable, Transition


class ClockState(TextChoices):
    RUNNING = "running", "Running"
    BREACHED = "breached", "Overdue"
    MET = "met", "Met in time"
    MET_LATE = "met_late", "Met late"
    CANCELLED = "cancelled", "Cancelled"


_OPEN = (ClockState.RUNNING, ClockState.BREACHED)

CLOCK = StateTable(
    ClockState,
    ClockState.RUNNING,
    [
        Transition("breach", (ClockState.RUNNING,), ClockState.BREACHED, "system", "Breach"),
        # Whoever acts at the last second may wait for the sweep's lock: what counts is when he acted.
        Transition("meet", _OPEN, ClockState.MET, "system", "Meet"),
        Transition("meet_late", _OPEN, ClockState.MET_LATE, "system", "Meet late"),
        Transition("cancel", _OPEN, ClockState.CANCELLED, "system", "Cancel", reason_needed=True),
    ],
    {"running": "both", "breached": "both", "met": "nobody", "met_late": "nobody", "cancelled": "nobody"},
)
"""Only the platform keeps clocks: they follow facts."""


class StartEvidence(TextChoices):
    """The fact at which a clock started, so that both sides can look up whether it was then."""

    DISCOVERED = "discovered", "discovered"
    RECEIVED = "received", "received"
    REPORTED = "reported", "reported"
    COMPLETED = "completed", "completed"
    RETURNED = "returned", "returned"
    ATTESTED = "attested", "attested complete"
    ACCEPTED = "accepted", "accepted by the reviewer"
    RELEASED = "released", "released by the CMO"
    ASKED = "asked", "asked"
    PROPOSED = "proposed", "proposed"
    RAISED = "raised", "class raised"
    APPROVED = "approved", "plan approved"
    HELD = "held", "held"
    REVIEWED = "reviewed", "last reviewed"
    REOPENED = "reopened", "reopened"


class Unit(TextChoices):
    """What a deadline is counted in (`clocks.calendars.counting`)."""

    HOURS = "hours", "Elapsed hours"
    DAYS = "days", "Elapsed days"
    BUSINESS_HOURS = "business_hours", "Business hours"
    BUSINESS_DAYS = "business_days", "Business days"

"""A clock's life: it runs until what it waits for happens, in time or late."""

from django.db.models import TextChoices

from kernel.states import StateTable, Transition


class ClockState(TextChoices):
    RUNNING = "running", "Running"
    BREACHED = "breached", "Overdue"
    MET = "met", "Met in time"
    MET_LATE = "met_late", "Met late"
    CANCELLED = "cancelled", "Cancelled"


CLOCK = StateTable(
    ClockState,
    ClockState.RUNNING,
    [
        Transition("breach", (ClockState.RUNNING,), ClockState.BREACHED, "clocks.keep", "Breach"),
        Transition("meet", (ClockState.RUNNING,), ClockState.MET, "clocks.keep", "Meet"),
        Transition("meet_late", (ClockState.RUNNING, ClockState.BREACHED), ClockState.MET_LATE, "clocks.keep", "Meet late"),
        Transition("cancel", (ClockState.RUNNING, ClockState.BREACHED), ClockState.CANCELLED, "clocks.keep", "Cancel"),
    ],
    {"running": "both", "breached": "both", "met": "nobody", "met_late": "nobody", "cancelled": "nobody"},
)


class Calendar(TextChoices):
    ELAPSED = "elapsed", "Elapsed hours"
    BUSINESS = "business", "Business days"

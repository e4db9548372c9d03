"""How many failed attempts lock an account, and for how long (21 CFR 11.300(d))."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_FAILURES = 5
FAILURE_WINDOW = timedelta(minutes=15)
LOCK_LASTS = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Lockout:
    """Where an account stands: failures in the window, and until when it is locked (None: it is not)."""

    failures: int
    locked_until: datetime | None

    @property
    def is_due(self) -> bool:
        """Whether the failures counted so far call for a lock."""
        return self.failures >= MOST_FAILURES


def lockout_from(failures: int, locked_at: datetime | None, at: datetime) -> Lockout:
    """The standing of an account at a moment; a lock ends by itself or by an administrator."""
    until = locked_at + LOCK_LASTS if locked_at else None
    return Lockout(failures, until if until and until > at else None)


def locked_sentence(until: datetime) -> str:
    """What a locked-out person reads; it does not tell whether the password was right."""
    return (
        f"Too many failed attempts: this account is locked until {until:%H:%M} UTC. "
        "An administrator of your organization can unlock it sooner."
    )

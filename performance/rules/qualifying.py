"""What must hold before a CMO is qualified (domain §C9)."""

from datetime import date, timedelta

from kernel.errors import Refused
from parties.models import Qualification

STATUSES = ("qualified", "conditional", "suspended")
LONGEST = timedelta(days=3 * 366)
"""Routine audits come every 12 to 36 months, by risk (domain §C9)."""


def check_qualification(*, scope: str, status: str, valid_from: date, valid_until: date, conditions: str) -> None:
    """A scope, a span that ends, and conditions where it is conditional."""
    if not scope.strip():
        raise Refused("Say what the CMO is qualified for.", "ICH Q10 2.7")
    if status not in STATUSES:
        raise Refused(f"“{status}” is not a qualification status.", "ICH Q10 2.7")
    if valid_until <= valid_from:
        raise Refused("The qualification would end before it begins.", "ICH Q10 2.7")
    if valid_until - valid_from > LONGEST:
        raise Refused("A qualification lasts three years at most. Choose an earlier end.", "ICH Q10 2.7")
    if status == "conditional" and not conditions.strip():
        raise Refused("A conditional qualification names its conditions.", "ICH Q10 2.7")


def check_not_hidden(later: Qualification | None) -> None:
    """The newest start decides: one that starts earlier than a recorded one would silently end again."""
    if later is not None:
        raise Refused(
            f"A qualification from {later.valid_from} on is recorded already. Start on that day or later.",
            "ICH Q10 2.7",
        )

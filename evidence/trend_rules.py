"""What must hold before limits of a trend are proposed and locked."""

from collections.abc import Collection, Mapping
from uuid import UUID

from evidence.pack.tolerance import LEAST_POINTS
from kernel.errors import Refused
from kernel.scope import Actor

LAW = "21 CFR 111.75(c)"


def check_points(count: int) -> None:
    """Fewer results promise nothing."""
    if count < LEAST_POINTS:
        raise Refused(
            f"Limits need {LEAST_POINTS} results; {count} count so far. Until then no result is called out of trend.",
            LAW,
            code="trend-points",
        )


def check_left_out(left_out: Mapping[str, str], known: Collection[str]) -> None:
    """What does not count is named, exists, and has its reason."""
    for key, why in left_out.items():
        if key not in known:
            raise Refused(f"“{key}” is no result of this test. Choose again.", LAW, code="trend-unknown")
        if not why.strip():
            raise Refused(f"Say why “{key}” does not count.", "21 CFR 11.10(e)", code="reason-missing")


def check_none_waits(*, is_waiting: bool) -> None:
    if is_waiting:
        raise Refused(
            "Limits of this test wait for the sponsor’s signature already. Have them locked or withdrawn first.",
            LAW,
            code="trend-waiting",
        )


def check_other_person(proposed_by: UUID, by: Actor) -> None:
    """Who chose the results does not lock the limits."""
    if proposed_by == by.person_id:
        raise Refused("You proposed these limits: another person locks them.", "21 CFR 111.12(b)", code="own-proposal")

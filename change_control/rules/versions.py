"""What must hold before a change of the approved text is proposed, given up, and before a lot is started under it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from change_control.models import ChangeRequest
from kernel.errors import Refused
from lots.models import Lot
from lots.states import LotState
from masters.models import MasterKind


def check_changes_something(kind: str, now: Any, proposed: Any) -> None:
    """The proposal says something else than the version in force."""
    if now is None:
        raise Refused(
            f"The product has no {MasterKind(kind).label.lower()} yet. Bring its first version.", "21 CFR 111.205(a)"
        )
    if now == proposed:
        raise Refused("It says the same as the version in force. Change what is to change.", "21 CFR 111.205(a)")


def check_no_version_made(change: ChangeRequest) -> None:
    """An approved version stands; it is not taken back by who asked for it."""
    if change.made_version:
        raise Refused(
            f"The version that {change} asked for is approved. Ask for another change, "
            "or let the sponsor’s head of quality correct its day.",
            "21 CFR 111.205(a)",
        )


def check_first_lot(found: Sequence[Lot]) -> None:
    """A change begins with a lot of its product that is still to be made."""
    if not found or found[0].state != LotState.PLANNED:
        raise Refused("Name a planned lot of the product as the first one.", "21 CFR 111.205(a)")


def check_begins_with(change: ChangeRequest | None, lot: Lot) -> None:
    """`change`: one that begins with a lot not started yet. That lot waits for its day; others wait for that lot."""
    if change is None or change.first_lot is None:
        return
    if change.first_lot_id == lot.pk:
        raise Refused(
            f"{lot.number} is the first lot under {change}, which holds from {change.effective_on}.",
            change.clause or "21 CFR 111.205(a)",
        )
    raise Refused(
        f"{change} holds since {change.effective_on} and begins with lot {change.first_lot.number}, "
        "which is not started. Start that one first.",
        change.clause or "21 CFR 111.205(a)",
    )


def check_may_start(change: ChangeRequest | None, today: date) -> None:
    """Between an approved version's day and its effect in the plant no lot is made: under which would it be?"""
    if change is not None:
        raise Refused(
            f"{change} holds since {change.effective_on}, today is {today}, and it is not made effective. "
            "Verify it and make it effective first.",
            change.clause or "21 CFR 111.205(a)",
            code="change-not-effective",
        )

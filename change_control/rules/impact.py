"""What must hold before a line is answered or signed off, a change approved, and a running lot decided."""

from collections.abc import Collection
from typing import Protocol

from change_control.impact import HIGHEST
from change_control.models import ChangeRequest, ImpactLine
from change_control.states import LotWay
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from lots.models import Lot
from parties.rules import check_distinct
from parties.states import Role


class Answer(Protocol):
    """What a line is answered with."""

    @property
    def text(self) -> str: ...

    @property
    def severity(self) -> int: ...

    @property
    def probability(self) -> int: ...

    @property
    def detectability(self) -> int: ...


def check_answer(line: ImpactLine | None, position: int, answer: Answer) -> None:
    """Each answer has words and three factors (ICH Q9)."""
    if line is None:
        raise Refused(f"The impact list has no line {position}.", "ICH Q9")
    if not answer.text.strip():
        raise Refused(f"Answer the line “{line}” in words, also where nothing changes.", "ICH Q9")
    for factor in (answer.severity, answer.probability, answer.detectability):
        if not 1 <= factor <= HIGHEST:
            raise Refused(f"“{line}”: each factor is from 1 to {HIGHEST}.", "ICH Q9")


def check_signs_off(line: ImpactLine, change: ChangeRequest, by: Actor) -> None:
    """Labels are the label reviewer's, methods the laboratory's (domain §C5); author ≠ approver."""
    if not set(line.signer_roles) & set(by.roles):
        named = " or ".join(str(Role(role).label) for role in line.signer_roles)
        raise Forbidden(f"The line “{line}” of {change} is signed off by: {named}.", "quality agreement")
    if line.answered_at is None:
        raise Refused(f"The line “{line}” is not answered yet.", "ICH Q9")
    answered = [line.answered_by_id] if line.answered_by_id else []
    check_distinct(by, answered, "You answered this line. Somebody else must sign it off.", "21 CFR 111.12(b)")


def check_answered(lines: Collection[ImpactLine]) -> None:
    """The sponsor reads a whole assessment."""
    missing = [str(line) for line in lines if line.answered_at is None]
    if missing:
        raise Refused(f"Not answered yet: {', '.join(missing)}.", "ICH Q9")


def check_assessed(change: ChangeRequest, lines: Collection[ImpactLine]) -> None:
    """An approval rests on signed-off answers; a risk in a high band needs conditions that bring it down."""
    check_answered(lines)
    missing = [str(line) for line in lines if line.signed_off_at is None]
    if missing:
        raise Refused(f"Not signed off yet: {', '.join(missing)}.", "ICH Q9")
    high = [str(line) for line in lines if line.band and line.band.needs_conditions]
    if high and not change.conditions.strip():
        raise Refused(f"The risk is high: {', '.join(high)}. Write the conditions that bring it down.", "ICH Q9")


def check_lot_decision(change: ChangeRequest, lot: Lot | None, decision: str, reason: str, kept: int) -> None:
    """`kept`: how many other lots are finished under the old version already."""
    if lot is None:
        raise Refused("That lot does not run under the version that the change replaces.", "21 CFR 111.205(a)")
    if decision not in LotWay.values:
        raise Refused(f"“{decision}” is not what can become of a lot.", "21 CFR 111.205(a)")
    if not reason.strip():
        raise Refused("Give a reason for what becomes of the lot.", "21 CFR 11.10(e)", code="reason-missing")
    if decision == LotWay.KEEP_OLD and change.run_out_lots is not None and kept >= change.run_out_lots:
        raise Refused(
            f"The run-out plan lets {change.run_out_lots} lots be finished under the old version, and they are named.",
            change.clause or "quality agreement",
        )


def check_lots_decided(undecided: Collection[Lot]) -> None:
    """No lot straddles the cut-over unseen."""
    if undecided:
        names = ", ".join(lot.number for lot in undecided)
        raise Refused(
            f"Decide first what becomes of the lots that run under the old version: {names}.", "21 CFR 111.205(a)"
        )

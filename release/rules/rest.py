"""What must hold before somebody decides about what a release left over (domain §C6)."""

from collections.abc import Iterable
from typing import Any

from evidence.pack.rules import Verdict
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from lots.models import Lot
from release.balance import rest_of
from release.facts import Facts
from release.rules.deciding import (
    APART,
    check_agreement,
    check_holds,
    check_lawful,
    check_not_among,
    check_open_events,
    check_pack,
    check_second_releaser,
    check_verdicts,
)
from release.states import Decision, Stage

_STANDS = {
    Stage.PACKAGED_LOT: ("cmo_approved", "sponsor_review", "released", "shipped_part", "shipped"),
    Stage.SPONSOR: ("released", "shipped_part", "shipped"),
}
_PERMISSIONS = {Stage.PACKAGED_LOT: "release.cmo_release", Stage.SPONSOR: "release.disposition"}


def check_rest(
    decision: str,
    *,
    stage: str,
    lot: Lot,
    facts: Facts,
    by: Actor,
    performer_ids: Iterable[Any],
    verdicts: Iterable[Verdict] = (),
) -> None:
    """All that must hold before this person may decide about what the stage's release left over.

    It is released under the same conditions as the first part, or rejected; quantity, reason and proof come later.
    """
    if stage not in _STANDS or decision not in (Decision.RELEASE, Decision.REJECT):
        raise Refused("The rest of a lot is released or rejected, as packaged.", "21 CFR 111.127(h)", code="not-lawful")
    if not by.may(_PERMISSIONS[Stage(stage)], lot):
        raise Forbidden("Your role does not allow you to decide about the rest of this lot.", "21 CFR 11.10(g)")
    first = facts.decision(stage)
    if first is None or first.decision != Decision.RELEASE or lot.state not in _STANDS[Stage(stage)]:
        raise Refused(f"{Stage(stage).label}: no release of lot {facts.number} stands.", "R122", code="wrong-state")
    if rest_of(facts, stage) == 0:
        raise Refused(f"Nothing of lot {facts.number} is left to decide about.", "R602", code="nothing-left")
    check_not_among(by, performer_ids, *APART[stage])
    check_second_releaser(stage, facts, by)
    if decision == Decision.RELEASE:
        check_lawful(decision, facts)
        check_agreement(facts)
        check_open_events(facts)
        check_holds(facts)
        check_pack(facts, accepted=stage == Stage.SPONSOR)
        check_verdicts(verdicts)


def rest_refusals(**case: Any) -> dict[Decision, Refused | None]:
    """Both decisions about the rest, each with the refusal that it would meet now; `check_rest`'s arguments."""
    answers: dict[Decision, Refused | None] = {}
    for decision in (Decision.RELEASE, Decision.REJECT):
        try:
            check_rest(decision, **case)
        except Refused as refusal:
            answers[decision] = refusal
        else:
            answers[decision] = None
    return answers

"""What must hold before somebody decides about a lot, and before goods of it may leave."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from evidence.pack.rules import Verdict
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from kernel.states import check_move
from lots.models import Lot, LotGate
from lots.quantities import quantity_words
from release.balance import rest_of
from release.facts import Facts, PackFact
from release.models import PatternOverride, ShipPermit
from release.states import Decision, PermitState, Stage
from release.wording import why_shut


def lawful_decisions(facts: Facts) -> tuple[Decision, ...]:
    """What may be chosen at all (trap T1): a missed specification never leads to release as it is.

    21 CFR 111.77(b): a missed identity is rejected. 111.113(b)(2): an event that ended in “reject” or
    “reprocess” binds the lot; a treated one may be released.
    """
    ended = [e for e in facts.events if e.state in ("decided", "closed")]
    if any(e.missed == "identity" or e.disposition == "reject" for e in ended):
        return (Decision.REJECT,)
    if any(e.disposition == "reprocess" for e in ended):
        return (Decision.REPROCESS, Decision.REJECT)
    if any(e.missed == "identity" for e in facts.events):
        return (Decision.REJECT,)
    return (Decision.RELEASE, Decision.REPROCESS, Decision.REJECT)


VERBS: dict[str, dict[str, str]] = {
    Stage.BATCH: {Decision.RELEASE: "approve_by_cmo", Decision.REJECT: "reject_by_cmo"},
    Stage.PACKAGED_LOT: {Decision.RELEASE: "approve_by_cmo", Decision.REJECT: "reject_by_cmo"},
    Stage.SPONSOR: {Decision.RELEASE: "release", Decision.REJECT: "reject", Decision.REPROCESS: "reprocess"},
}
"""What each decision of a stage is called in the lot's table of states."""


def check_decision(
    decision: str,
    *,
    stage: str,
    lot: Lot,
    facts: Facts,
    by: Actor,
    performer_ids: Iterable[Any],
    verdicts: Iterable[Verdict] = (),
) -> None:
    """All that must hold before this person may decide so about this lot; quantity, reason and proof come later.

    `verdicts`: those of the release stage (R127 and others); a lot's own page leaves them to the page of the choice.
    The same checks, in the same order, word the disabled button, fill the form and guard the action.
    """
    verb = VERBS[stage].get(decision)
    if verb is None:
        raise Refused(f"“{decision}” is no decision of this stage.", "21 CFR 111.123(b)", code="not-lawful")
    check_move(lot, verb, by=by, reason="asked for before it is given", signed=True)
    check_lawful(decision, facts)
    check_stage_order(stage, facts)
    check_not_among(by, performer_ids, *_APART[stage])
    check_second_releaser(stage, facts, by)
    if decision == Decision.RELEASE:
        check_open_events(facts)
        check_holds(facts)
        check_pack(facts, accepted=stage == Stage.SPONSOR)
        check_verdicts(verdicts)
    else:
        check_has_pack(facts)


_CMO_APART = ("release it", "21 CFR 111.12(b), R121")
_APART: dict[str, tuple[str, str]] = {
    Stage.BATCH: _CMO_APART,
    Stage.PACKAGED_LOT: _CMO_APART,
    Stage.SPONSOR: ("sign the disposition", "21 CFR 111.12(b)"),
}


def refusals(**case: Any) -> dict[Decision, Refused | None]:
    """Each decision of the stage that is lawful for the lot, with the refusal that it would meet now (None: none).

    Takes `check_decision`'s arguments without the decision. A decision that is not lawful does not exist (T1).
    """
    answers: dict[Decision, Refused | None] = {}
    for decision in lawful_decisions(case["facts"]):
        if decision not in VERBS[case["stage"]]:
            continue
        try:
            check_decision(decision, **case)
        except Refused as refusal:
            answers[decision] = refusal
        else:
            answers[decision] = None
    return answers


def check_cmo_stage(stage: str) -> None:
    if stage not in (Stage.BATCH, Stage.PACKAGED_LOT):
        raise Refused("The CMO decides about the batch and the packaged lot.", "21 CFR 111.123(a)(8)")


def check_has_pack(facts: Facts) -> None:
    """Every decision rests on a pack."""
    if facts.pack is None:
        raise Refused(f"Lot {facts.number} has no evidence pack.", facts.citation("evidence"))


def check_lawful(decision: str, facts: Facts) -> None:
    """Refuse a choice that the form would not have offered."""
    allowed = lawful_decisions(facts)
    if decision not in allowed:
        labels = " or ".join(d.label.lower() for d in allowed)
        raise Refused(
            f"Lot {facts.number} can only be decided as: {labels}. A quality event binds it.",
            "21 CFR 111.77, 111.113(b)(2), 111.123(b)",
        )


def check_verdicts(verdicts: Iterable[Verdict]) -> None:
    """No rule of the release stage that blocks without waiver is failed (severity X)."""
    for verdict in verdicts:
        if verdict.severity == "X" and verdict.outcome not in ("pass", "not_applicable"):
            raise Refused(verdict.sentence, f"{verdict.rule}, {verdict.paragraph}")


def check_open_events(facts: Facts) -> None:
    """No release while a critical or major event is open (R501)."""
    for event in facts.events:
        if event.state != "closed" and event.classification in ("major", "critical"):
            raise Refused(
                f"{event.number} ({event.classification}) is open on lot {facts.number}. Close it first.",
                event.clause or "R501",
            )


def check_holds(facts: Facts) -> None:
    if facts.holds:
        raise Refused(f"Lot {facts.number} is on hold. Lift the hold first.", facts.agreement or "quality agreement")


def check_pack(facts: Facts, *, accepted: bool) -> None:
    """The decision rests on an attested pack without gaps; the sponsor's on one that was accepted."""
    check_has_pack(facts)
    pack = cast("PackFact", facts.pack)
    if pack.blocking:
        raise Refused(f"Evidence pack v{pack.version} has {pack.blocking} blocking gaps.", facts.citation("evidence"))
    allowed = ("accepted",) if accepted else ("in_review", "to_countersign", "accepted")
    if pack.state not in allowed:
        what = "accepted by the sponsor's reviewer" if accepted else "attested complete by CMO quality"
        raise Refused(f"Evidence pack v{pack.version} has not been {what}.", facts.citation("evidence"))


def check_stage_order(stage: str, facts: Facts) -> None:
    """First the batch, then the packaged lot: two decisions, each dated and signed (R122)."""
    if facts.decision(stage) is not None:
        raise Refused(f"{Stage(stage).label} has been signed for lot {facts.number} already.", "R122")
    if stage == Stage.PACKAGED_LOT:
        batch = facts.decision(Stage.BATCH)
        if batch is None or batch.decision != Decision.RELEASE:
            raise Refused("Release the batch first, then the packaged lot.", "21 CFR 111.127(h)")


def check_quantity(quantity: Decimal, lot: Lot, most: Decimal) -> None:
    """No more than was made, no more than the CMO released."""
    if not 0 < quantity <= most:
        raise Refused(
            f"Release between 1 and {quantity_words(most, lot.unit)}.",
            "21 CFR 111.260(l)",
            code="wrong-quantity",
        )


def check_not_among(by: Actor, people: Iterable[Any], doing: str, clause: str) -> None:
    """Separation of duties: the person who decides did not do or review the work (111.12(b), R121)."""
    if by.persons & set(people):
        raise Refused(f"You worked on this lot yourself; another person must {doing}.", clause)


def check_second_releaser(stage: str, facts: Facts, by: Actor) -> None:
    """Where a clause asks for it, the packaged lot is decided by another person than the batch."""
    batch = facts.decision(Stage.BATCH)
    if stage != Stage.PACKAGED_LOT or not facts.needs_two_releasers or batch is None:
        return
    if batch.decided_by in by.persons:
        raise Refused(
            "You released the batch. Another person of the quality unit decides about the packaged lot.",
            facts.citation("quality_unit"),
        )


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
    check_not_among(by, performer_ids, *_APART[stage])
    check_second_releaser(stage, facts, by)
    if decision == Decision.RELEASE:
        check_lawful(decision, facts)
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


def check_stands(override: PatternOverride) -> None:
    if override.lifted_at is not None:
        raise Refused(f"The {override} was lifted already.", override.clause)


def check_reason(decision: str, reason: str) -> None:
    if decision != Decision.RELEASE and not reason.strip():
        raise Refused("Give a reason for this decision.", "21 CFR 11.10(e)", code="reason-missing")


class GateShut(Refused):
    """The lot's gate is shut, or holds less than was asked."""

    code = "gate-shut"


def check_gate(lot: Lot, gate: LotGate, quantity: Decimal, names: Mapping[str, str]) -> None:
    """A readable refusal before the database's own; the trigger decides again under lock (ADR 0004)."""
    if not (gate.ok and gate.settled):
        raise GateShut(*why_shut(lot.number, gate.reasons, names))
    if gate.open_qty < quantity:
        raise GateShut(
            f"Lot {lot.number} may not ship {quantity_words(quantity, lot.unit)}: "
            f"{quantity_words(gate.open_qty, lot.unit)} are released and not yet shipped (R602).",
            "R602",
        )


def check_promised(lot: Lot, gate: LotGate, quantity: Decimal, promised: Decimal) -> None:
    """Live permits never promise more than the gate holds."""
    if promised + quantity > gate.open_qty:
        raise GateShut(
            f"Lot {lot.number} may not ship {quantity_words(quantity, lot.unit)}: of the "
            f"{quantity_words(gate.open_qty, lot.unit)} released and not yet shipped, live permits promise "
            f"{quantity_words(promised, lot.unit)} (R602).",
            "R602",
        )


def check_shipped_quantity(quantity: Decimal) -> None:
    if quantity <= 0:
        raise Refused("The quantity shipped must be more than zero.", "R602")


class PermitDead(Refused):
    """The permit lets nothing leave; `code` says why."""


def check_live(permit: ShipPermit, at: datetime) -> None:
    """Fail closed: a permit that is not live in every respect lets nothing leave (domain §C1)."""
    what = f"Permit {permit.number} for lot {permit.lot.number}"
    if permit.state == PermitState.SPENT:
        raise PermitDead(f"{what} was spent on {_moment(permit.spent_at)}.", "R601", code="permit-spent")
    if permit.state != PermitState.LIVE:
        sentence = f"{what} was revoked on {_moment(permit.revoked_at)}: {permit.revoked_reason}"
        raise PermitDead(sentence, "R601", code="permit-revoked")
    if permit.expires_at <= at:
        raise PermitDead(f"{what} expired on {_moment(permit.expires_at)}.", "R601", code="permit-expired")


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d at %H:%M} UTC" if at else "an unknown day"


def unknown_permit() -> PermitDead:
    """For a number that nobody here issued, or that is not this company's to see: no difference is told."""
    refusal = PermitDead("No such permit is known here: nothing may leave on it.", "R601", code="permit-unknown")
    refusal.status = 404
    return refusal

"""What must hold before somebody decides about a lot."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from evidence.pack.rules import Verdict
from kernel.errors import Refused
from kernel.scope import Actor
from kernel.states import check_move
from lots.models import Lot
from lots.quantities import quantity_words
from release.facts import Facts, PackFact
from release.models import PatternOverride
from release.states import Decision, Stage


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
    check_not_among(by, performer_ids, *APART[stage])
    check_second_releaser(stage, facts, by)
    if decision == Decision.RELEASE:
        check_agreement(facts)
        check_open_events(facts)
        check_holds(facts)
        check_pack(facts, accepted=stage == Stage.SPONSOR)
        check_verdicts(verdicts)
    else:
        check_has_pack(facts)


_CMO_APART = ("release it", "21 CFR 111.12(b), R121")
APART: dict[str, tuple[str, str]] = {
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


def check_agreement(facts: Facts) -> None:
    """Who releases, and whether the sponsor must, is said by the version the lot was started under: both signed it."""
    if not facts.agreement_signed:
        raise Refused(
            f"Lot {facts.number} was started under no quality agreement that both companies signed.",
            facts.agreement or "quality agreement",
            code="agreement-missing",
        )


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
    """Where a clause asks for it, another person decides about the packaged lot than about the batch.

    Who acts on lent authority counts as both: the delegate's release is the delegator's too.
    """
    batch = facts.decision(Stage.BATCH)
    if stage != Stage.PACKAGED_LOT or not facts.needs_two_releasers or batch is None:
        return
    if batch.persons & by.persons:
        how = "You released the batch" if batch.decided_by in by.persons else "The batch was released on your authority"
        raise Refused(
            f"{how}. Another person of the quality unit decides about the packaged lot.", facts.citation("quality_unit")
        )


def check_stands(override: PatternOverride) -> None:
    if override.lifted_at is not None:
        raise Refused(f"The {override} was lifted already.", override.clause)


def check_reason(decision: str, reason: str) -> None:
    if decision != Decision.RELEASE and not reason.strip():
        raise Refused("Give a reason for this decision.", "21 CFR 11.10(e)", code="reason-missing")

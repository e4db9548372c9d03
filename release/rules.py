"""What must hold before somebody decides about a lot."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from kernel.errors import Refused
from kernel.scope import Actor
from lots.models import Lot
from release.facts import Facts
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


def check_lawful(decision: str, facts: Facts) -> None:
    """Refuse a choice that the form would not have offered."""
    allowed = lawful_decisions(facts)
    if decision not in allowed:
        labels = " or ".join(d.label.lower() for d in allowed)
        raise Refused(
            f"Lot {facts.number} can only be decided as: {labels}. A quality event binds it.",
            "21 CFR 111.77, 111.113(b)(2), 111.123(b)",
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
        raise Refused(f"Lot {facts.number} is on hold. Lift the hold first.", "domain C1")


def check_pack(facts: Facts, *, accepted: bool) -> None:
    """The decision rests on an attested pack without gaps; the sponsor's on one that was accepted."""
    pack = facts.pack
    if pack is None:
        raise Refused(f"Lot {facts.number} has no evidence pack.", facts.citation("evidence"))
    if pack.blocking:
        raise Refused(
            f"Evidence pack v{pack.version} has {pack.blocking} blocking gaps.", facts.citation("evidence")
        )
    allowed = ("accepted",) if accepted else ("in_review", "accepted")
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
            f"Release between 1 and {most.normalize():f} {lot.unit}.",
            "21 CFR 111.260(l)",
            code="wrong-quantity",
        )


def check_not_among(by: Actor, people: Iterable[Any], doing: str, clause: str) -> None:
    """Separation of duties: the person who decides did not do or review the work (111.12(b), R121)."""
    if by.person_id in set(people):
        raise Refused(f"You worked on this lot yourself; another person must {doing}.", clause)


def check_reason(decision: str, reason: str) -> None:
    if decision != Decision.RELEASE and not reason.strip():
        raise Refused("Give a reason for this decision.", "21 CFR 11.10(e)", code="reason-missing")

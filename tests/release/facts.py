"""Facts of a lot that may ship: sponsor release, everything done. Tests change one thing in them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from release.facts import DecisionFact, EventFact, Facts, PackFact, TurnFact

LOT, PACK, OLD_PACK = UUID(int=1), UUID(int=2), UUID(int=3)
EVENT, HOLD, KEYSTONE = UUID(int=4), UUID(int=5), UUID(int=6)
AT = datetime(2026, 3, 20, 12, tzinfo=UTC)
CLAUSES: dict[str, dict[str, Any]] = {
    "release_pattern": {"number": "3.1", "pattern": "sponsor_release"},
    "evidence": {"number": "4.1"},
    "review": {"number": "6.1"},
}
CONDITIONS = {
    "maximum_risk_tier": "standard",
    "qualification": "qualified",
    "maximum_exceptions": 0,
    "maximum_major_events": 0,
    "lots_since_change": 2,
}


def decision(stage: str, *, kind: str = "release", quantity: int = 4942, pack: UUID = PACK) -> DecisionFact:
    return DecisionFact(UUID(int=10), stage, kind, Decimal(quantity), pack)


def event(**changed: Any) -> EventFact:
    known = EventFact(
        id=EVENT, number="DEV-31", classification="major", state="investigating", missed="none", disposition="",
        needs_sponsor=True, clause="AG-4 v3 cl. 5.2",
    )  # fmt: skip
    return replace(known, **changed)


def pack(**changed: Any) -> PackFact:
    return replace(PackFact(id=PACK, version=2, state="accepted", blocking=0, exceptions=0, undecided=0), **changed)


def turn(cause: str = "late_pack", classification: str = "") -> TurnFact:
    because = "the evidence pack of lot KB-9 is late" if cause == "late_pack" else "DEV-31 was reported"
    return TurnFact(UUID(int=11), cause, classification, because)


def facts(**changed: Any) -> Facts:
    known = Facts(
        lot_id=LOT, number="KB-2417", state="released", unit="bottle", risk_tier="standard",
        quantity_good=Decimal(4942), expires_on=date(2028, 3, 31), agreement="AG-4 v3", agreement_signed=True,
        clauses=CLAUSES, qualification="qualified", qualified_until=date(2027, 1, 1), pack=pack(), events=(),
        holds=(), decisions=(decision("batch"), decision("packaged_lot"), decision("sponsor", quantity=4000)),
        shipped=Decimal(0), lots_since_change=0, changed_on=None,
    )  # fmt: skip
    return replace(known, **changed)


def conditional(conditions: dict[str, Any] | None = None, **changed: Any) -> dict[str, dict[str, Any]]:
    """The clauses of a conditional agreement."""
    rule = {"number": "3.1", "pattern": "conditional", "conditions": CONDITIONS if conditions is None else conditions}
    return {**CLAUSES, "release_pattern": rule | changed}

"""Which way a lot is released: by the CMO, by the sponsor, or by a rule that decides between the two (domain §C6).

The rule may only choose who else must sign; it never skips the CMO's quality control (trap T2).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from release.conditions import Condition, answer
from release.facts import Facts, TurnFact
from release.states import Pattern, TurnCause


@dataclass(frozen=True, slots=True)
class Route:
    """The way that applies, and why."""

    pattern: str
    needs_sponsor: bool
    clause: str
    conditions: tuple[Condition, ...] = ()
    valid_until: date | None = None
    turned: TurnFact | None = None
    """What turned the lot to the sponsor although its pattern would not ask for it."""

    def as_json(self) -> dict[str, Any]:
        """What the gate row keeps, and each shipment that it lets leave: the rule as it was answered then."""
        return {
            "pattern": str(self.pattern),
            "needs_sponsor": self.needs_sponsor,
            "clause": self.clause,
            "conditions": [asdict(condition) for condition in self.conditions],
            "turned": {**asdict(self.turned), "id": str(self.turned.id)} if self.turned else None,
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Route":
        """What `as_json` kept; the day on which it would have ended is the gate row's own."""
        turned = raw["turned"]
        return cls(
            raw["pattern"],
            raw["needs_sponsor"],
            raw["clause"],
            tuple(Condition(**condition) for condition in raw["conditions"]),
            turned=TurnFact(**{**turned, "id": UUID(turned["id"])}) if turned else None,
        )


def route(facts: Facts, at: datetime) -> Route:
    """The release pattern of the lot's agreement version, with the conditional rule answered.

    A late pack or a signal turns the lot to the sponsor where its own version says so (domain §C6, P1).
    """
    clause = facts.clauses.get("release_pattern", {})
    way, turned = _agreed(facts, clause, at), _turned(facts, clause)
    if turned is None or way.pattern == Pattern.SPONSOR:
        return way
    return replace(way, needs_sponsor=True, valid_until=None, turned=turned)


def _turned(facts: Facts, clause: Mapping[str, Any]) -> TurnFact | None:
    return next((turn for turn in facts.turned if turns(clause, turn.cause, turn.classification)), None)


def turns(clause: Mapping[str, Any], cause: str, classification: str = "") -> bool:
    """Whether a release clause lets this cause turn lots; `signal_turns` is the lowest class that does."""
    if cause == TurnCause.LATE_PACK:
        return bool(clause.get("late_pack_turns"))
    lowest = clause.get("signal_turns")
    return (classification == "critical" and bool(lowest)) or classification == lowest == "major"


def _agreed(facts: Facts, clause: Mapping[str, Any], at: datetime) -> Route:
    pattern = clause.get("pattern", Pattern.SPONSOR)
    citation = facts.citation("release_pattern")
    if pattern == Pattern.CMO:
        return Route(pattern, needs_sponsor=False, clause=citation)
    if pattern != Pattern.CONDITIONAL:
        return Route(Pattern.SPONSOR, needs_sponsor=True, clause=citation)
    wanted: dict[str, Any] = clause.get("conditions", {})
    answers = tuple(answer(facts, name, value) for name, value in sorted(wanted.items()) if value is not None)
    expires = date.fromisoformat(clause["expires_on"]) if clause.get("expires_on") else None
    if expires is not None:
        answers += (Condition("rule_not_expired", str(expires), str(at.date()), at.date() < expires),)
    is_met = bool(answers) and all(a.is_met for a in answers)
    return Route(pattern, not is_met, citation, answers, expires if is_met else None)

"""The typed conditions of a conditional rule (domain §C6, P3): data in, an answer with what was wanted and found out.

Pure; nothing of a clause is ever run as code. An unknown condition is a miss, never a pass.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from release.facts import Facts

ENOUGH_HAND_OFFS = 8
"""Below so many packs a share says nothing about a site (domain §D)."""
CONSIGNEES = "consignees"
"""Asked of each consignee when goods are to leave for it; of the lot itself there is nothing to ask."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a conditional rule, answered."""

    name: str
    wanted: str
    found: str
    is_met: bool


_TIERS = ("low", "standard", "high")
_BETWEEN = re.compile(r"[,;/]|\band\b")


def _risk_tier(facts: Facts, wanted: str) -> Condition:
    is_met = _TIERS.index(facts.risk_tier) <= _TIERS.index(wanted)
    return Condition("maximum_risk_tier", wanted, facts.risk_tier, is_met)


def _qualification(facts: Facts, wanted: str) -> Condition:
    return Condition("qualification", wanted, facts.qualification or "none", facts.qualification == wanted)


def _exceptions(facts: Facts, wanted: int) -> Condition:
    found = facts.pack.exceptions + facts.pack.blocking if facts.pack else None
    return Condition("maximum_exceptions", str(wanted), str(found), found is not None and found <= wanted)


def _zero_blocking(facts: Facts, _wanted: bool) -> Condition:  # noqa: FBT001 - the value of the clause
    """No rule that blocks failed, waived ones included."""
    if facts.pack is None:
        return Condition("zero_blocking", "none", "no pack", is_met=False)
    found = f"{facts.pack.blocking} open" if facts.pack.blocking else "a waived one" if facts.pack.waived_until else ""
    return Condition("zero_blocking", "none", found or "none", not found)


def _events(facts: Facts, wanted: int) -> Condition:
    found = sum(e.classification in ("major", "critical") for e in facts.events)
    return Condition("maximum_major_events", str(wanted), str(found), found <= wanted)


def _since_change(facts: Facts, wanted: int) -> Condition:
    is_met = facts.changed_on is None or facts.lots_since_change >= wanted
    found = str(facts.lots_since_change) if facts.changed_on else "no change"
    return Condition("lots_since_change", str(wanted), found, is_met)


def _on_time(facts: Facts, wanted: int) -> Condition:
    """Evidence packs of twelve months handed over in time (KPI K1)."""
    on_time, due = facts.hand_offs
    if due < ENOUGH_HAND_OFFS:
        return Condition("minimum_on_time_percent", str(wanted), f"{due} packs, too few to say", is_met=False)
    found = f"{100 * on_time / due:.1f}".removesuffix(".0")
    return Condition("minimum_on_time_percent", str(wanted), found, 100 * on_time >= wanted * due)


def _no_open_capa(facts: Facts, _wanted: bool) -> Condition:  # noqa: FBT001 - the value of the clause
    return Condition("no_open_capa", "none", ", ".join(facts.open_capas) or "none", not facts.open_capas)


def _plan_drawn(facts: Facts, _wanted: bool) -> Condition:  # noqa: FBT001 - the value of the clause
    """The approved sampling plan drew the lot and each selected test has its result (R301, R302, trap T3)."""
    is_met = facts.pack is not None and facts.pack.plan_drawn
    return Condition("plan_drawn", "drawn", "drawn" if is_met else "not drawn", is_met)


def allergens_of(text: str) -> tuple[str, ...]:
    """What a label declares, each in lower case; ("none",) where it declares nothing."""
    found = [part.strip().casefold() for part in _BETWEEN.split(text)]
    return tuple(sorted({part for part in found if part and part not in ("none", "no allergens", "-")})) or ("none",)


def _allergens(facts: Facts, wanted: Sequence[str]) -> Condition:
    found = allergens_of(facts.allergens)
    return Condition("allergens", ", ".join(wanted), ", ".join(found), set(found) <= set(wanted))


def _markets(facts: Facts, wanted: Sequence[str]) -> Condition:
    return Condition("markets", ", ".join(wanted), facts.market or "none", facts.market in wanted)


def _consignees(_facts: Facts, wanted: Sequence[str]) -> Condition:
    return Condition(CONSIGNEES, ", ".join(wanted), "asked of each shipment", is_met=True)


CHECKS: Mapping[str, Callable[[Facts, Any], Condition]] = {
    "maximum_risk_tier": _risk_tier,
    "qualification": _qualification,
    "maximum_exceptions": _exceptions,
    "zero_blocking": _zero_blocking,
    "maximum_major_events": _events,
    "lots_since_change": _since_change,
    "minimum_on_time_percent": _on_time,
    "no_open_capa": _no_open_capa,
    "plan_drawn": _plan_drawn,
    "allergens": _allergens,
    "markets": _markets,
    CONSIGNEES: _consignees,
}


def answer(facts: Facts, name: str, wanted: Any) -> Condition:
    """The answer of one condition of a clause."""
    check = CHECKS.get(name)
    if check is None:
        return Condition(name, str(wanted), "not known", is_met=False)
    return check(facts, wanted)

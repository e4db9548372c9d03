"""The release gate: a pure function of facts (ADR 0004, domain §C6). Same facts and instant, same verdict.

Each reason says what was asked, whether it is fulfilled, on which clause or paragraph it rests and whose move it is.
The page, the API, the refused shipment and the PDF all word these reasons (`release.wording`).
"""

from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal

from release.facts import Facts
from release.pattern import Route, route

WaitsFor = Literal["", "cmo", "sponsor", "both"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition of the gate: a code and ids, worded per reader."""

    code: str
    is_met: bool
    clause: str
    waits_for: WaitsFor = ""
    ids: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Verdict:
    """May goods of this lot leave, how many, until when, and why (not)."""

    is_open: bool
    reasons: tuple[Reason, ...]
    releasable: Decimal
    """Released and not yet shipped, in the lot's unit; 0 while shut."""
    valid_until: datetime | None
    route: Route

    @property
    def open_reasons(self) -> tuple[Reason, ...]:
        return tuple(r for r in self.reasons if not r.is_met)


def decide(facts: Facts, at: datetime) -> Verdict:
    """The verdict about one lot at one instant."""
    way = route(facts, at)
    reasons = (
        _agreement(facts),
        _qualification(facts),
        _completed(facts),
        _pack(facts),
        *_events(facts),
        *_holds(facts),
        *_cmo_release(facts),
        *(_sponsor_release(facts, way) if way.needs_sponsor else ()),
        _not_expired(facts, at),
    )
    is_open = all(r.is_met for r in reasons)
    left = max(_released(facts, way) - facts.shipped, Decimal(0)) if is_open else Decimal(0)
    return Verdict(is_open, reasons, left, _valid_until(facts, way), way)


def _met(code: str, clause: str, ids: dict[str, Any] | None = None) -> Reason:
    return Reason(code, is_met=True, clause=clause, ids=ids or {})


def _unmet(code: str, clause: str, waits_for: WaitsFor, ids: dict[str, Any] | None = None) -> Reason:
    return Reason(code, is_met=False, clause=clause, waits_for=waits_for, ids=ids or {})


def _agreement(facts: Facts) -> Reason:
    return Reason("agreement", facts.agreement_signed, facts.agreement or "quality agreement", "both")


def _qualification(facts: Facts) -> Reason:
    is_met = facts.qualification in ("qualified", "conditional")
    return Reason("qualification", is_met, "ICH Q10 2.7", "sponsor", {"status": facts.qualification})


def _completed(facts: Facts) -> Reason:
    return Reason("completed", facts.quantity_good is not None, "21 CFR 111.260(f)", "cmo")


def _pack(facts: Facts) -> Reason:
    clause = facts.citation("evidence")
    if facts.pack is None:
        return _unmet("pack_missing", clause, "cmo")
    ids = {"pack": str(facts.pack.id), "version": facts.pack.version, "state": facts.pack.state}
    if facts.pack.state not in ("in_review", "to_countersign", "accepted"):
        code = {"complete": "pack_unattested", "returned": "pack_returned"}.get(facts.pack.state, "pack_incomplete")
        return _unmet(code, clause, "cmo", {**ids, "gaps": facts.pack.blocking})
    return Reason("pack_complete", facts.pack.blocking == 0, clause, "cmo", {**ids, "gaps": facts.pack.blocking})


def _events(facts: Facts) -> tuple[Reason, ...]:
    """No open critical or major event (R501); an event that ended in anything but acceptance keeps it shut (T1)."""
    reasons = []
    for event in facts.events:
        ids = {"event": str(event.id), "number": event.number, "classification": event.classification}
        if event.state != "closed":
            if event.classification in ("major", "critical"):
                waits: WaitsFor = "sponsor" if event.state in ("proposed", "decided") and event.needs_sponsor else "cmo"
                reasons.append(_unmet("event_open", event.clause or "R501", waits, {**ids, "state": event.state}))
        elif event.disposition == "reject":
            reasons.append(_unmet("event_rejects", "21 CFR 111.113(b)(2)", "cmo", ids))
    if not reasons:
        reasons.append(_met("events_closed", "R501", {"events": len(facts.events)}))
    return tuple(reasons)


def _holds(facts: Facts) -> tuple[Reason, ...]:
    clause = facts.agreement or "quality agreement"
    if not facts.holds:
        return (_met("no_hold", clause),)
    return tuple(
        _unmet("hold", clause, "both", {"hold": str(hold), "organisation": str(owner)}) for hold, owner in facts.holds
    )


def _cmo_release(facts: Facts) -> tuple[Reason, ...]:
    """Quality control releases every batch and every packaged lot; nothing skips it (T2, R122)."""
    return tuple(
        Reason(f"cmo_{stage}", _released_on_this_pack(facts, stage), paragraph, "cmo")
        for stage, paragraph in (("batch", "21 CFR 111.123(a)(8)"), ("packaged_lot", "21 CFR 111.127(h)"))
    )


def _released_on_this_pack(facts: Facts, stage: str) -> bool:
    decision = facts.decision(stage)
    return (
        decision is not None
        and decision.decision == "release"
        and facts.pack is not None
        and decision.pack_id == facts.pack.id
    )


def _sponsor_release(facts: Facts, way: Route) -> tuple[Reason, ...]:
    pack = facts.pack
    is_accepted = pack is not None and pack.state == "accepted"
    ids = {"pack": str(pack.id), "undecided": pack.undecided} if pack else {}
    accepted = "pack_countersigned" if pack is not None and pack.state == "to_countersign" else "pack_accepted"
    return (
        Reason(accepted, is_accepted, facts.citation("review"), "sponsor", ids),
        Reason("sponsor_release", _released_on_this_pack(facts, "sponsor"), way.clause, "sponsor"),
    )


def _not_expired(facts: Facts, at: datetime) -> Reason:
    """Not expired (R416), and with as many days left as the clause on the product asks for."""
    last, days = _last_day(facts), facts.shelf_life_days
    clause = facts.citation("product_specific") if days else "R416"
    ids = {"expires_on": str(facts.expires_on or "")} | ({"days": days} if days else {})
    return Reason("shelf_life_left" if days else "not_expired", last is None or at.date() < last, clause, "", ids)


def _last_day(facts: Facts) -> date | None:
    """The first day on which the lot is too old to leave."""
    return facts.expires_on - timedelta(days=facts.shelf_life_days) if facts.expires_on else None


def _released(facts: Facts, way: Route) -> Decimal:
    stages = ["packaged_lot", "sponsor"] if way.needs_sponsor else ["packaged_lot"]
    return min(facts.released(stage) for stage in stages)


def _valid_until(facts: Facts, way: Route) -> datetime | None:
    """The first instant at which time alone changes the verdict."""
    waived = facts.pack.waived_until + timedelta(days=1) if facts.pack and facts.pack.waived_until else None
    days = [d for d in (_last_day(facts), facts.qualified_until, way.valid_until, waived) if d is not None]
    return datetime.combine(min(days), time.min, tzinfo=UTC) if days else None

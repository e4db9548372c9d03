"""The gate's reasons in words: one sentence each, the same on pages, in the API, in refusals and in PDFs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lots.models import Lot
from release.gate import Reason
from release.pattern import Route
from release.states import Pattern

_MET = {
    "agreement": "A signed quality agreement covers the lot.",
    "qualification": "The CMO is qualified.",
    "completed": "The lot is completed.",
    "pack_complete": "Evidence pack v{version} is complete and attested.",
    "events_closed": "No critical or major event is open.",
    "no_hold": "No hold is in place.",
    "cmo_batch": "CMO quality released the batch.",
    "cmo_packaged_lot": "CMO quality released the packaged lot.",
    "pack_accepted": "The sponsor accepted the evidence pack.",
    "sponsor_release": "The sponsor signed the release.",
    "not_expired": "The lot is within its shelf life.",
    "shelf_life_left": "The lot has at least {days} days to its expiry.",
}
_UNMET = {
    "agreement": "No signed quality agreement covers the lot.",
    "qualification": "The CMO is not qualified today.",
    "completed": "The lot is not completed.",
    "pack_missing": "No evidence pack has been submitted.",
    "pack_incomplete": "Evidence pack v{version} is incomplete (gaps: {gaps}).",
    "pack_unattested": "Evidence pack v{version} waits for the CMO's attestation.",
    "pack_returned": "Evidence pack v{version} was returned to the CMO.",
    "pack_complete": "Evidence pack v{version} has {gaps} blocking gaps.",
    "event_open": "{number} ({classification}) is open.",
    "event_rejects": "{number} ended with the disposition “reject”.",
    "hold": "A hold by {organisation_name} is in place.",
    "cmo_batch": "CMO quality has not released the batch on this pack.",
    "cmo_packaged_lot": "CMO quality has not released the packaged lot on this pack.",
    "pack_accepted": "The sponsor has not accepted the evidence pack.",
    "pack_countersigned": "The sponsor’s head of quality has not countersigned the review of the evidence pack.",
    "sponsor_release": "The sponsor has not signed the release.",
    "not_expired": "The lot expired on {expires_on}.",
    "shelf_life_left": "The lot expires on {expires_on}, which leaves fewer than {days} days.",
}
_NEVER_SETTLED = "The gate has not been settled since the last change."


@dataclass(frozen=True, slots=True)
class WordedReason:
    """A reason as a reader sees it."""

    code: str
    is_met: bool
    sentence: str
    clause: str
    waits_for: str
    ids: dict[str, Any]


def worded(reason: Reason | Mapping[str, Any], names: Mapping[str, str] | None = None) -> WordedReason:
    """Word one reason; `names` maps organisation ids to names that this reader may see."""
    raw = reason.as_json() if isinstance(reason, Reason) else reason
    ids = dict(raw["ids"])
    owner = (names or {}).get(str(ids.get("organisation", "")), "a company of another customer")
    text = (_MET if raw["is_met"] else _UNMET)[raw["code"]]
    sentence = text.format(**{**ids, "organisation_name": owner})
    return WordedReason(raw["code"], raw["is_met"], sentence, raw["clause"], raw["waits_for"], ids)


def why_shut(number: str, reasons: list[Mapping[str, Any]], names: Mapping[str, str] | None = None) -> tuple[str, str]:
    """(sentence, clause) that says why a lot may not ship: every unmet condition, the first one's clause."""
    return sentence_of(number, [worded(r, names) for r in reasons])


def sentence_of(number: str, reasons: Iterable[WordedReason]) -> tuple[str, str]:
    """The same from reasons that are worded already."""
    unmet = [r for r in reasons if not r.is_met]
    if not unmet:
        return f"Lot {number} may not ship: {_NEVER_SETTLED}", ""
    parts = " ".join(f"{r.sentence[:-1]} ({r.clause})." for r in unmet)
    return f"Lot {number} may not ship: {parts}", unmet[0].clause


def reasons_of(lot: Lot) -> list[dict[str, Any]]:
    """The settled reasons of a loaded lot, as the API answers them."""
    names = {str(lot.sponsor_id): lot.sponsor.name, str(lot.cmo_id): lot.cmo.name}
    found = [worded(raw, names) for raw in lot.gate.reasons]
    return [
        {
            "code": reason.code,
            "is_met": reason.is_met,
            "sentence": reason.sentence,
            "clause": reason.clause,
            "needs": "" if reason.is_met else who_cures(reason, lot),
        }
        for reason in found
    ]


def blocked_by(lot: Lot) -> str:
    """A list's cell: the first unmet condition of a loaded lot and how many follow; empty when open."""
    names = {str(lot.sponsor_id): lot.sponsor.name, str(lot.cmo_id): lot.cmo.name}
    unmet = [worded(r, names) for r in lot.gate.reasons if not r["is_met"]]
    if not unmet:
        return "" if lot.gate.ok else _NEVER_SETTLED
    first = unmet[0]
    sentence = f"{first.sentence[:-1]} ({first.clause})." if first.clause else first.sentence
    return f"{sentence} And {len(unmet) - 1} more." if len(unmet) > 1 else sentence


_CURED_BY = {"cmo": "{lot.cmo}", "sponsor": "{lot.sponsor}", "both": "{lot.cmo} and {lot.sponsor}"}
_MISSES = {
    "maximum_risk_tier": "the risk tier is {found} and at most {wanted} is allowed",
    "qualification": "the CMO is {found} and must be {wanted}",
    "maximum_exceptions": "the pack has {found} exceptions and at most {wanted} are allowed",
    "maximum_major_events": "the lot has {found} major events and at most {wanted} are allowed",
    "lots_since_change": "{found} lots were made since the last change and {wanted} are needed",
    "zero_blocking": "rules that block failed ({found}) and none may",
    "minimum_on_time_percent": "of the packs of twelve months {found} % were on time and {wanted} % are needed",
    "no_open_capa": "corrective actions of the product group are open: {found}",
    "plan_drawn": "the sampling plan did not draw the lot, or a selected test has no result",
    "allergens": "the label declares {found} and at most {wanted} is allowed",
    "markets": "the market is {found} and must be among {wanted}",
    "rule_not_expired": "the rule expired on {wanted}",
}


def who_cures(reason: WordedReason, lot: Lot) -> str:
    """The company whose move it is, by name; empty where nobody's is. A hold waits for whoever placed it."""
    owner = reason.ids.get("organisation")
    if owner is not None:
        return lot.sponsor.name if owner == str(lot.sponsor_id) else lot.cmo.name
    return _CURED_BY.get(reason.waits_for, "").format(lot=lot)


def pattern_words(way: Route) -> str:
    """Which release pattern applies, and where a conditional one led and why."""
    label, cited = Pattern(way.pattern).label, f" ({way.clause})" if way.clause else ""
    if way.turned is not None:
        return f"{label} → sponsor release, because {way.turned.because}{cited}"
    if way.pattern != Pattern.CONDITIONAL:
        return f"{label}{cited}"
    if not way.needs_sponsor:
        return f"{label} → CMO release, because every condition is met{cited}"
    missed = [
        _MISSES.get(c.name, "“{c.name}” is not met").format(c=c, found=c.found, wanted=c.wanted)
        for c in way.conditions
        if not c.is_met
    ]
    why = "; ".join(missed) or "the rule names no condition"
    return f"{label} → sponsor release, because {why}{cited}"

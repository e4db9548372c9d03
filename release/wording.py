"""The gate's reasons in words: one sentence each, the same on the page, in the API, in a refused shipment, in the PDF."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lots.models import Lot
from release.gate import Reason

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
}
_UNMET = {
    "agreement": "No signed quality agreement covers the lot.",
    "qualification": "The CMO is not qualified today.",
    "completed": "The lot is not completed.",
    "pack_missing": "No evidence pack has been submitted.",
    "pack_incomplete": "Evidence pack v{version} is incomplete ({gaps} gaps).",
    "pack_unattested": "Evidence pack v{version} waits for the CMO's attestation.",
    "pack_returned": "Evidence pack v{version} was returned to the CMO.",
    "pack_complete": "Evidence pack v{version} has {gaps} blocking gaps.",
    "event_open": "{number} ({classification}) is open.",
    "event_rejects": "{number} ended with the disposition “reject”.",
    "hold": "A hold by {organisation_name} is in place.",
    "cmo_batch": "CMO quality has not released the batch on this pack.",
    "cmo_packaged_lot": "CMO quality has not released the packaged lot on this pack.",
    "pack_accepted": "The sponsor has not accepted the evidence pack.",
    "sponsor_release": "The sponsor has not signed the release.",
    "not_expired": "The lot expired on {expires_on}.",
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


def why_shut(
    number: str, reasons: list[Mapping[str, Any]], names: Mapping[str, str] | None = None
) -> tuple[str, str]:
    """(sentence, clause) that says why a lot may not ship: every unmet condition, the first one's clause."""
    unmet = [worded(r, names) for r in reasons if not r["is_met"]]
    if not unmet:
        return f"Lot {number} may not ship: {_NEVER_SETTLED}", ""
    parts = " ".join(f"{r.sentence[:-1]} ({r.clause})." for r in unmet)
    return f"Lot {number} may not ship: {parts}", unmet[0].clause


def blocked_by(lot: Lot) -> str:
    """A list's cell: the unmet conditions of a lot that has its gate, sponsor and CMO loaded."""
    names = {str(lot.sponsor_id): lot.sponsor.name, str(lot.cmo_id): lot.cmo.name}
    unmet = [worded(r, names) for r in lot.gate.reasons if not r["is_met"]]
    if not unmet:
        return "" if lot.gate.ok else _NEVER_SETTLED
    return " ".join(f"{r.sentence[:-1]} ({r.clause})." if r.clause else r.sentence for r in unmet)

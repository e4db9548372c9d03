"""What the signatures of attestation and waiver cover (21 CFR 11.70)."""

from typing import Any

from evidence.models import Pack, RuleVerdict, TrendLimits
from evidence.pack.numbers import shortest_text
from evidence.pack.rules.quantities import shown
from lots.models import Lot


def pack_content(pack: Pack, lot: Lot) -> dict[str, Any]:
    """The pack by its content hash, which covers every row and document."""
    return {
        "lot": str(lot.pk),
        "number": lot.number,
        "pack": str(pack.pk),
        "version": pack.version,
        "content_hash": pack.content_hash,
        "statement": "This evidence pack is complete and true to the source records.",
    }


def waiver_content(verdict: RuleVerdict, lot: Lot, clause: str, draft: Any) -> dict[str, Any]:
    """What the sponsor signs when it waives a rule: the finding, for what, until when, and why."""
    return {
        "rule": verdict.rule,
        "paragraph": verdict.paragraph,
        "finding": verdict.sentence,
        "for": f"lot {lot.number}" if draft.scope == "lot" else f"every lot of {lot.product.code}",
        "valid_until": draft.valid_until.isoformat(),
        "clause": clause,
        "reason": draft.reason.strip(),
        "statement": f"The sponsor waives {verdict.rule} as the clause allows; the finding stays on record.",
    }


def trend_content(limits: TrendLimits) -> dict[str, Any]:
    """What the sponsor signs when it locks limits: every result they rest on, and what was left out and why."""
    unit = f" {limits.unit_label}" if limits.unit else ""
    return {
        "limits": str(limits.pk),
        "product": limits.product.code,
        "test": limits.test,
        "version": limits.version,
        "low": shortest_text(limits.low),
        "high": shortest_text(limits.high),
        "unit": limits.unit,
        "mean": shortest_text(limits.mean),
        "deviation": shortest_text(limits.deviation),
        "factor": shortest_text(limits.factor),
        "points": limits.points,
        "left_out": limits.left_out,
        "reason": limits.reason,
        "statement": f"From now on a result outside {shown(limits.low)} to {shown(limits.high)}{unit} is out of trend.",
    }

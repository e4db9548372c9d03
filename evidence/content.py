"""What the signatures of attestation, acceptance and waiver cover (21 CFR 11.70)."""

from typing import Any

from evidence.models import ExceptionDecision, Pack, RuleVerdict, TrendLimits
from evidence.pack.numbers import shortest_text
from evidence.pack.rules.quantities import shown
from evidence.states import Choice
from lots.models import Lot
from records.content import content_hash
from records.models import Signature


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


def acceptance_content(pack: Pack, lot: Lot) -> dict[str, Any]:
    """The pack and every decision on its exceptions: the reasons by one hash, however many there are."""
    decided = ExceptionDecision.objects.filter(verdict__pack=pack, choice=Choice.ACCEPTED).order_by("verdict_id")
    fields = ("verdict__rule", "verdict__subject", "verdict__inputs_hash", "reason", "decided_by_id")
    decisions = [[str(value) for value in row] for row in decided.values_list(*fields)]
    return {
        "lot": str(lot.pk),
        "number": lot.number,
        "pack": str(pack.pk),
        "version": pack.version,
        "content_hash": pack.content_hash,
        "exceptions": len(decisions),
        "decisions_hash": content_hash({"decisions": decisions}),
        "statement": "This evidence pack has been reviewed and is accepted; each exception is decided with its reason.",
    }


def countersignature_content(pack: Pack, lot: Lot, review: Signature | None) -> dict[str, Any]:
    """The same pack and decisions, and the review that is countersigned."""
    return acceptance_content(pack, lot) | {
        "reviewed_by": review.printed_name if review else "",
        "review_hash": review.content_hash if review else "",
        "statement": "The review of this evidence pack of a high-risk product is countersigned; the pack is accepted.",
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

"""What the signatures of attestation and waiver cover (21 CFR 11.70)."""

from typing import Any

from evidence.models import Pack, RuleVerdict
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

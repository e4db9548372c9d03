"""What the attestation's signature covers (21 CFR 11.70)."""

from typing import Any

from evidence.models import Pack
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

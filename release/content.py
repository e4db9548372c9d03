"""What a release signature covers (21 CFR 11.70): shown as a hash in the form, rebuilt and compared at signing."""

from decimal import Decimal
from typing import Any

from evidence.models import Pack
from lots.models import Lot


def decision_content(
    lot: Lot, pack: Pack, *, stage: str, decision: str = "", quantity: Decimal = Decimal(0), part: int = 0
) -> dict[str, Any]:
    """The lot, its frozen baseline, the pack, and what is decided about them."""
    return {
        "lot": str(lot.pk),
        "number": lot.number,
        "product": lot.product.code,
        "stage": stage,
        "quantity_good": str(lot.quantity_good),
        "unit": lot.unit,
        "made_on": str(lot.made_on),
        "packed_on": str(lot.packed_on),
        "expires_on": str(lot.expires_on),
        "master_record": str(lot.master_record_id),
        "specification": str(lot.specification_id),
        "label_version": str(lot.label_version_id),
        "agreement_version": str(lot.agreement_version_id),
        "pack": str(pack.pk),
        "pack_version": pack.version,
        "pack_content": pack.content_hash,
        "decision": decision,
        "quantity": quantity.normalize(),
    } | ({"part": part} if part else {})

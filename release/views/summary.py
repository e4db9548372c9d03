"""A decision in words before it is signed: the same facts that the signed content holds (21 CFR 11.50, 11.70)."""

from datetime import date
from decimal import Decimal
from typing import Any

from evidence.models import Pack
from lots.quantities import quantity_words
from release.states import Decision
from release.views.cases import Case

_SENTENCES = {
    Decision.RELEASE: "{stage}: release {quantity} of lot {number}.",
    Decision.REJECT: "{stage}: reject lot {number}. None of it may be shipped.",
    Decision.REPROCESS: "{stage}: send lot {number} back to be reprocessed.",
}


def sentence(case: Case, decision: Decision, quantity: Decimal) -> str:
    """What the signature does, in one sentence."""
    return _SENTENCES[decision].format(
        stage=case.stage.label,
        quantity=quantity_words(quantity, case.lot.unit),
        number=case.lot.number,
    )


def summary(case: Case, decision: Decision, quantity: Decimal, pack: Pack) -> list[tuple[str, Any]]:
    """Label and value of everything that is signed, in reading order."""
    lot = case.lot
    good = quantity_words(lot.quantity_good, lot.unit) if lot.quantity_good is not None else None
    return [
        ("Lot", lot.number),
        ("Product", f"{lot.product.name} ({lot.product.code})"),
        ("Decision", decision.label),
        ("Quantity released", quantity_words(quantity, lot.unit) if quantity else "none"),
        ("Good quantity made", good),
        ("Made on", _day(lot.made_on)),
        ("Packed on", _day(lot.packed_on)),
        ("Expires on", _day(lot.expires_on)),
        ("Master record", lot.master_record),
        ("Specification", lot.specification),
        ("Label", lot.label_version),
        ("Quality agreement", lot.agreement_version),
        ("Evidence pack", f"v{pack.version}, {pack.get_state_display().lower()}"),
        ("Content of the pack", f"SHA-256 {pack.content_hash[:16]}…"),
    ]


def _day(value: date | None) -> str:
    """`12 Nov 2025`: no country reads it another way."""
    return f"{value.day} {value:%b %Y}" if value else ""

"""R601–R603 and R606 at the moment of shipment: the same rules as the catalogue lists, over what is about to leave."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from evidence.pack.rules import Context, Verdict, evaluate
from evidence.pack.rules.context import DispositionFact, ShipmentFact
from evidence.queries import stated_pack
from lots.models import Lot
from masters.queries import baseline_values
from release.models import Disposition
from release.queries import decisions_of
from release.states import Decision
from traceability.models import Consignee, Shipment


def shipment_verdicts(
    lot: Lot, consignee: Consignee, *, quantity: Decimal, reference: str, carrier: str = "", at: datetime
) -> tuple[Verdict, ...]:
    """What the shipment rules say; empty when nothing has been decided (the gate refused before)."""
    decision = _resting_on(lot)
    if decision is None:
        return ()
    shipped = Shipment.objects.filter(lot=lot).aggregate(total=Sum("quantity"))["total"] or Decimal(0)
    context = Context(
        pack=stated_pack(decision.pack),
        baseline=baseline_values(lot),
        disposition=DispositionFact(
            number=decision.get_stage_display(),
            decision=decision.decision,
            decided_at=decision.decided_at,
            quantity=decision.quantity,
            unit=lot.unit,
            shipped=shipped,
        ),
        shipment=ShipmentFact(
            number=reference, shipped_at=at, quantity=quantity, unit=lot.unit, consignee=consignee.name,
            contact=consignee.contact, phone=consignee.contact, address=consignee.address, carrier=carrier,
        ),
    )  # fmt: skip
    return evaluate(context, "shipment")


def _resting_on(lot: Lot) -> Disposition | None:
    """The last live decision to release: the sponsor's, or the CMO's where the pattern leaves it there."""
    live = decisions_of(lot.pk).filter(revoked_at=None, decision=Decision.RELEASE)
    return live.last()


def as_json(verdicts: tuple[Verdict, ...]) -> list[dict[str, Any]]:
    """What the shipment keeps of its verdicts."""
    return [
        {
            "rule": verdict.rule,
            "version": verdict.version,
            "paragraph": verdict.paragraph,
            "outcome": verdict.outcome,
            "sentence": verdict.sentence,
            "inputs_hash": verdict.inputs_hash,
        }
        for verdict in verdicts
    ]

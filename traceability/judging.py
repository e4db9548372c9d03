"""R601–R603 and R606 at the moment of shipment, R604 and R605 when the stock is counted: the catalogue's own rules."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from evidence.pack.rules import Context, Verdict, evaluate
from evidence.pack.rules.context import DispositionFact, ShipmentFact
from evidence.queries import stated_pack
from lots.models import Lot
from masters.queries import baseline_values
from quality_events.models import ReturnedProduct
from release.models import Disposition
from release.queries import decisions_of
from release.states import Decision, Stage
from traceability.models import Consignee, FeedLine, Shipment, Standing, StockCount


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
            quantity=_released(lot, decision),
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
    """The last stage's live decision to release: the sponsor's, or the CMO's where the pattern leaves it there."""
    live = list(decisions_of(lot.pk).filter(revoked_at=None, decision=Decision.RELEASE, part=0))
    return next((d for d in live if d.stage == Stage.SPONSOR), live[-1] if live else None)


def _released(lot: Lot, resting_on: Disposition) -> Decimal:
    """What the deciding stage has released so far, its later decisions about the rest included."""
    live = decisions_of(lot.pk).filter(revoked_at=None, decision=Decision.RELEASE, stage=resting_on.stage)
    return live.aggregate(total=Sum("quantity"))["total"] or Decimal(0)


def distribution_verdicts(lot: Lot, count: StockCount | None) -> tuple[Verdict, ...]:
    """What R604 says as of the count, or without one, and R605 of the feeds; empty when nothing was released.

    R605 is not judged where no feed of the partnership was handed in.
    """
    decision = _resting_on(lot)
    if decision is None:
        return ()
    fact = DispositionFact(
        number=decision.get_stage_display(),
        decision=decision.decision,
        decided_at=decision.decided_at,
        quantity=_released(lot, decision),
        unit=lot.unit,
    )
    if count is not None:
        shipped, returned = _left_and_came_back(lot, count.counted_at)
        fact = replace(
            fact, shipped=shipped - (returned or 0), returned=returned, on_hand=count.on_hand, sampled=count.sampled,
            destroyed=count.destroyed,
        )  # fmt: skip
    context = Context(
        pack=stated_pack(decision.pack),
        baseline=baseline_values(lot),
        disposition=fact,
        unauthorized_shipments=_unpermitted(lot),
    )
    return evaluate(context, "distribution")


def _unpermitted(lot: Lot) -> tuple[str, ...] | None:
    """What the feeds say left of the lot without a permit; None where nobody has handed one in."""
    if not FeedLine.objects.filter(partnership_id=lot.partnership_id).exists():
        return None
    lines = FeedLine.objects.filter(lot=lot, standing=Standing.UNPERMITTED).order_by("feed", "line")
    return tuple(f"{line.reference} ({line.feed}, line {line.line})" for line in lines)


def _left_and_came_back(lot: Lot, until: datetime) -> tuple[Decimal, Decimal | None]:
    """Shipped, and returned since; None where a return stands in a unit that cannot be added."""
    sent = Shipment.objects.filter(lot=lot, shipped_at__lte=until).aggregate(total=Sum("quantity"))["total"]
    back = ReturnedProduct.objects.filter(lot=lot, received_at__lte=until)
    if back.exclude(unit=lot.unit).exists():
        return sent or Decimal(0), None
    return sent or Decimal(0), back.aggregate(total=Sum("quantity"))["total"] or Decimal(0)


def as_json(verdicts: tuple[Verdict, ...]) -> list[dict[str, Any]]:
    """What the shipment or the count keeps of its verdicts."""
    return [
        {
            "rule": verdict.rule,
            "version": verdict.version,
            "paragraph": verdict.paragraph,
            "outcome": verdict.outcome,
            "sentence": verdict.sentence,
            "cure": verdict.cure,
            "inputs_hash": verdict.inputs_hash,
        }
        for verdict in verdicts
    ]

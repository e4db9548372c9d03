"""Counting what is left of a released lot (21 CFR 111.475(b)(2), R604)."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from lots.models import Lot
from lots.rules import check_may
from traceability import rules
from traceability.judging import as_json, distribution_verdicts
from traceability.models import StockCount


def count_stock(
    *,
    lot_id: UUID,
    on_hand: Decimal,
    sampled: Decimal,
    destroyed: Decimal,
    place: str,
    counted_at: datetime,
    by: Actor,
    reason: str,
    at: datetime,
) -> StockCount:
    """Record what was counted of the released quantity, with what R604 and R605 say of it. Amounts in the lot's unit.

    Nothing is refused because it does not add up: that is what the count is there to show.
    """
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "stock counted", at=at):
        lot = Lot.objects.locked([lot_id]).get()
        check_may(by, "traceability.count", lot, "count the stock")
        rules.check_count((on_hand, sampled, destroyed), place, counted_at, at)
        count = StockCount(
            partnership_id=lot.partnership_id,
            sponsor_id=lot.sponsor_id,
            lot=lot,
            on_hand=on_hand,
            sampled=sampled,
            destroyed=destroyed,
            place=place.strip(),
            counted_at=counted_at,
            entered_at=at,
            entered_by_id=by.person_id,
        )
        verdicts = distribution_verdicts(lot, count)
        rules.check_released(lot.number, verdicts)
        count.verdicts = as_json(verdicts)
        count.save(force_insert=True)
        return count

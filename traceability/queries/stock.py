"""Where the released quantity of a lot is, as it was last counted."""

from dataclasses import dataclass
from typing import Any

from lots.models import Lot
from traceability.judging import as_json, distribution_verdicts
from traceability.models import StockCount


@dataclass(frozen=True, slots=True)
class Stock:
    """The last count, or None, and what R604 and R605 say; no verdicts where nothing was released."""

    count: StockCount | None
    verdicts: list[dict[str, Any]]


def stock_of(lot: Lot) -> Stock:
    """What a count said stays as it was said then; without one the rules say what is missing."""
    counts = StockCount.objects.filter(lot=lot).select_related("entered_by")
    count = counts.order_by("-counted_at", "-id").first()
    return Stock(count, count.verdicts if count else as_json(distribution_verdicts(lot, None)))

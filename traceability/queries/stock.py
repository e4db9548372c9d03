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
    """What a count said of the quantities stays as it was said then; what the feeds say is asked anew."""
    counts = StockCount.objects.filter(lot=lot).select_related("entered_by")
    count = counts.order_by("-counted_at", "-id").first()
    live = as_json(distribution_verdicts(lot, None))
    if count is None:
        return Stock(None, live)
    said = [verdict for verdict in count.verdicts if verdict["rule"] != "R605"]
    return Stock(count, said + [verdict for verdict in live if verdict["rule"] == "R605"])

"""A change request that begins with what a pack was found to say otherwise than the baseline."""

from typing import Any
from uuid import UUID

from change_control.comparisons import difference
from change_control.models import Difference


def prefilled_for(difference_id: str) -> dict[str, Any]:
    """What the form begins with, and the change breach it comes from; nothing for no or an unknown difference."""
    try:
        found = difference(UUID(difference_id))
    except (ValueError, Difference.DoesNotExist):
        return {}
    lot, event = found.comparison.pack.lot, found.comparison.event
    breach = f" ({event.number})" if event else ""
    return {
        "product": str(lot.product_id),
        "title": f"{found.get_kind_display()}, {found.where}: {found.found}"[:200],
        "trigger": found.trigger,
        "description": f"Now approved: {found.approved}\nFound in lot {lot.number}: {found.found}\n{found.citation}",
        "justification": f"Lot {lot.number} was made otherwise than approved{breach}; the lot stays with its event.",
        "event": event,
    }

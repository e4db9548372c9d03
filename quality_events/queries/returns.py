"""Returned product as pages, numbers and signatures read it."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from evidence.pack.numbers import shortest_text
from quality_events.models import ReturnedProduct


def returns() -> QuerySet[ReturnedProduct]:
    return ReturnedProduct.objects.select_related("product", "lot", "holder", "entered_by", "reviewed_by", "event")


def filtered_returns(state: str = "") -> QuerySet[ReturnedProduct]:
    """Narrowed to a state; a page of it takes one query."""
    return returns().filter(state=state) if state else returns()


def next_return_number(partnership_id: UUID) -> str:
    """RET-1, RET-2 … per partnership; the caller holds the partnership's row locked."""
    return f"RET-{ReturnedProduct.objects.filter(partnership_id=partnership_id).count() + 1}"


def returned_before(lot_id: UUID | None) -> Decimal:
    """How much of a lot came back so far, in the packaged unit."""
    found = ReturnedProduct.objects.filter(lot_id=lot_id) if lot_id else ReturnedProduct.objects.none()
    return found.aggregate(sum=Sum("quantity"))["sum"] or Decimal(0)


def return_content(returned: ReturnedProduct) -> dict[str, Any]:
    """What a review or a decision rests on (111.535(b))."""
    return {
        "return": str(returned.pk),
        "number": returned.number,
        "product": returned.product.code,
        "lot": returned.lot.number if returned.lot else "",
        "quantity": shortest_text(returned.quantity),
        "unit": returned.unit,
        "returned_by": returned.returned_by,
        "why": returned.why,
        "words": returned.words,
        "condition": returned.condition,
        "place": returned.place,
        "received_at": returned.received_at.isoformat(),
        "review": returned.review,
        "implicates_others": returned.implicates_others,
        "event": returned.event.number if returned.event else "",
    }

"""Feeds of warehouses and carriers: what their lines would find, and what was handed in."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from lots.models import Lot
from traceability.matching import Match, Sent, StatedLine, match_all
from traceability.models import FeedLine, Shipment


def known_lines(partnership_id: UUID, feed: str, numbers: Iterable[str]) -> dict[str, FeedLine]:
    """The lines of this feed that were handed in before, by their number."""
    found = FeedLine.objects.filter(partnership_id=partnership_id, feed=feed, line__in=list(numbers))
    return {row.line: row for row in found}


def matches(partnership_id: UUID, feed: str, lines: Sequence[StatedLine]) -> list[Match]:
    """What each line would find now; three queries, whatever the number of lines."""
    lots: dict[tuple[str, str], list[UUID]] = {}
    named = Lot.objects.filter(partnership_id=partnership_id, number__in={line.lot for line in lines})
    for number, code, key in named.values_list("number", "product__code", "pk"):
        lots.setdefault((number, ""), []).append(key)
        lots.setdefault((number, code), []).append(key)
    keys = {key for found in lots.values() for key in found}
    shipments = list(Shipment.objects.filter(lot_id__in=keys).select_related("consignee", "permit").order_by("pk"))
    told = FeedLine.objects.filter(feed=feed, shipment_id__in=[shipment.pk for shipment in shipments])
    sent = [
        Sent(
            shipment.pk,
            shipment.lot_id,
            shipment.reference,
            shipment.quantity,
            shipment.unit,
            shipment.consignee.name,
            shipment.permit.number if shipment.permit else "",
        )
        for shipment in shipments
    ]
    return match_all(lines, lots, sent, set(told.values_list("shipment_id", flat=True)))


def feed_lines(*, only: str = "") -> QuerySet[FeedLine]:
    """What the scope shows, newest first; `only` one standing, or those that are not permitted ("open")."""
    found = FeedLine.objects.select_related("lot__product", "shipment", "partnership__cmo", "partnership__sponsor")
    if only == "open":
        found = found.exclude(standing="permitted")
    elif only:
        found = found.filter(standing=only)
    return found.order_by("-received_at", "-id")


def feed_names() -> list[str]:
    """The feeds that were handed in, by name."""
    return list(FeedLine.objects.filter(~Q(feed="")).order_by("feed").values_list("feed", flat=True).distinct())

"""Of a partnership's lots the few that can decide how long all its records are kept (21 CFR 111.605(a)).

A record of many batches is kept as long as the one kept longest. So the database picks: the latest shelf-life date, the
latest distribution of what bears no date, one that bears none and never left, and under each version of an agreement
the latest distribution, which a clause may count from. A constant number of statements, and no more rows than versions.
"""

from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Max, OuterRef, Subquery

from lots.models import Lot
from quality_events.models import Complaint
from traceability.models import Shipment


def deciding_lots(partnership_id: UUID) -> list[Lot]:
    """Each once, by number."""
    lots = _with_last_shipment(partnership_id)
    dated = lots.exclude(expires_on=None).order_by("-expires_on", "number", "pk")[:1]
    undated = lots.filter(expires_on=None)
    kept = undated.filter(sent_at=None).order_by("number", "pk")[:1]
    gone = undated.exclude(sent_at=None).order_by("-sent_at", "number", "pk")[:1]
    by_version = lots.exclude(sent_at=None).order_by("agreement_version_id", "-sent_at", "number", "pk")
    found = chain(dated, kept, gone, by_version.distinct("agreement_version_id"))
    return sorted({lot.pk: lot for lot in found}.values(), key=lambda lot: (lot.number, lot.pk))


def _with_last_shipment(partnership_id: UUID) -> Any:
    last = Shipment.objects.filter(lot_id=OuterRef("pk")).order_by().values("lot_id").annotate(last=Max("shipped_at"))
    return Lot.objects.filter(partnership_id=partnership_id).annotate(sent_at=Subquery(last.values("last")))


def last_adverse_day(partnership_id: UUID) -> list[date]:
    """The latest day on which a serious adverse event about any lot became known; none: empty. Two statements."""
    found = Complaint.objects.filter(
        partnership_id=partnership_id, complaint_lots__isnull=False, screens__is_adverse=True
    ).distinct()
    days = []
    for complaint in found.prefetch_related("screens"):
        screens = sorted(complaint.screens.all(), key=lambda screen: screen.pk)
        if screens[-1].is_serious:
            days.append(complaint.first_received_at.date())
    return [max(days)] if days else []

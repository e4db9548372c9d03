"""Sealed reports of a record: asked for, being made, ready."""

from uuid import UUID

from django.db.models import QuerySet

from kernel.scope import Actor
from lots.models import Lot
from records.models import SealedReport

LOT_DOSSIER = "lot_dossier"


def may_request(by: Actor, lot: Lot) -> bool:
    """People of both sides by their role there; an auditor by the grant that shows him the lot."""
    return by.may("records.export", lot) or (by.side(lot) is None and by.may("records.export"))


def reports_of(lot_id: UUID) -> QuerySet[SealedReport]:
    """The latest reports about a lot, newest first."""
    found = SealedReport.objects.filter(subject_id=lot_id, kind=LOT_DOSSIER).select_related("requested_by")
    return found.order_by("-requested_at", "-id")[:5]

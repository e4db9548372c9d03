"""Sealed reports of a record: asked for, being made, ready."""

from uuid import UUID

from django.db.models import QuerySet

from kernel.scope import Actor, PartnershipRow
from records.models import SealedReport

LOT_DOSSIER = "lot_dossier"


def may_request(by: Actor, record: PartnershipRow, permission: str = "records.export") -> bool:
    """People of both sides by their role there; an auditor by the grant that shows him the record."""
    return by.may(permission, record) or (by.side(record) is None and by.may(permission))


def reports_of(subject_id: UUID, kind: str = LOT_DOSSIER) -> QuerySet[SealedReport]:
    """The latest reports of a kind about a record, newest first."""
    found = SealedReport.objects.filter(subject_id=subject_id, kind=kind).select_related("requested_by")
    return found.order_by("-requested_at", "-id")[:5]

"""Complaints with their lots, their latest screen and the reports that are owed."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from quality_events.models import AdverseReport, AdverseScreen, Complaint, ComplaintLot
from quality_events.states import AdverseReportState, ComplaintState
from records.queries import signatures_of
from records.states import Meaning


@dataclass(frozen=True, slots=True)
class ComplaintFilters:
    """What the list may be narrowed by."""

    state: str = ""
    """ "open", "closed", or one of the states."""
    nature: str = ""


def complaints() -> QuerySet[Complaint]:
    """Complaints with what a list shows, newest first."""
    found = Complaint.objects.select_related("product", "sponsor", "entered_by", "event")
    return found.order_by("-entered_at", "-id")


def filtered_complaints(filters: ComplaintFilters) -> QuerySet[Complaint]:
    """Narrowed, with their lots; a page of it takes two queries."""
    found = complaints().prefetch_related("complaint_lots__lot")
    if filters.state == "open":
        found = found.exclude(state=ComplaintState.CLOSED)
    elif filters.state:
        found = found.filter(state=filters.state)
    return found.filter(nature=filters.nature) if filters.nature else found


def next_complaint_number(partnership_id: UUID) -> str:
    """CMP-1, CMP-2 … per partnership; the caller holds the partnership's row locked."""
    return f"CMP-{Complaint.objects.filter(partnership_id=partnership_id).count() + 1}"


def latest_screen(complaint_id: UUID) -> AdverseScreen | None:
    """The answers that count: the last ones given."""
    return AdverseScreen.objects.filter(complaint_id=complaint_id).select_related("screened_by").order_by("-id").first()


def is_screen_signed(complaint: Complaint, screen: AdverseScreen | None) -> bool:
    """Whether who answered has signed these answers."""
    if screen is None:
        return False
    signed = signatures_of(complaint.pk).filter(
        meaning=Meaning.PERFORMED, signer_id=screen.screened_by_id, signed_at__gte=screen.screened_at
    )
    return signed.exists()


def relevant_lots(complaint_id: UUID) -> list[UUID]:
    """The lots whose batch records belong to the complaint, in key order."""
    rows = ComplaintLot.objects.filter(complaint_id=complaint_id, is_relevant=True).order_by("lot_id")
    return list(rows.values_list("lot_id", flat=True))


def reports_of(complaint_id: UUID) -> QuerySet[AdverseReport]:
    """The first report and the follow-ups, in their order, withdrawn ones too."""
    found = AdverseReport.objects.filter(complaint_id=complaint_id)
    return found.select_related("document", "label", "submitted_by").order_by("position", "id")


def first_report(complaint_id: UUID) -> AdverseReport | None:
    """The first report, due or submitted; None where the event is not serious (any more)."""
    return reports_of(complaint_id).filter(position=1).exclude(state=AdverseReportState.WITHDRAWN).first()


def owed_reports(complaint_id: UUID) -> QuerySet[AdverseReport]:
    """What has not been submitted and is owed."""
    return reports_of(complaint_id).filter(state=AdverseReportState.DUE, is_owed=True)

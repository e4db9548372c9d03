"""What must hold before a report to the FDA counts as submitted, and before information follows up (379aa-1)."""

from datetime import datetime

from kernel.errors import Refused
from quality_events.models import AdverseReport, Complaint
from quality_events.states import AdverseReportState

_LAW = "21 USC 379aa-1(c)"


def check_submission(
    report: AdverseReport, *, submitted_at: datetime, reference: str, has_label: bool, has_document: bool, at: datetime
) -> None:
    """When, under which reference, with a copy of the report and of the label (379aa-1(b))."""
    if not has_label:
        raise Refused("Attach the copy of the label first: it goes with the report.", "21 USC 379aa-1(b)")
    if not reference.strip():
        raise Refused("Give the reference under which the FDA received the report.", _LAW)
    if not has_document:
        raise Refused("Attach the copy of the report that was submitted.", "21 USC 379aa-1(e)(1)")
    if submitted_at > at:
        raise Refused("The time of the submission lies in the future.", _LAW)
    if submitted_at < report.received_at:
        raise Refused("The report cannot have been submitted before its information was received.", _LAW)


def check_follow_up(
    complaint: Complaint, first: AdverseReport | None, *, information: str, received_at: datetime, at: datetime
) -> None:
    """New information follows a submitted report; before that it belongs into the first one."""
    if first is None:
        raise Refused(f"{complaint} has no serious adverse event. Screen it again with what you know now.", _LAW)
    if first.state != AdverseReportState.SUBMITTED:
        raise Refused("The first report is not submitted yet: put the information into it.", _LAW)
    if not information.strip():
        raise Refused("Write what became known.", "21 USC 379aa-1(c)(2)")
    if received_at > at:
        raise Refused("The time of receipt lies in the future.", _LAW)
    if received_at < complaint.first_received_at:
        raise Refused("The information cannot be older than the complaint.", _LAW)

"""Who may ask for a report, and when one can be downloaded; how many searches a person keeps."""

from kernel.errors import Forbidden, Refused
from kernel.scope import Actor, PartnershipRow
from records.models import SealedReport
from records.states import ReportState
from workspace.queries.reports import may_request

MOST_SEARCHES = 50


def check_may_request(by: Actor, record: PartnershipRow, permission: str) -> None:
    """People of both sides by their role, an auditor by the grant that shows him the record."""
    if not may_request(by, record, permission):
        raise Forbidden("Your role does not allow you to export records.", "21 CFR 11.10(b)")


def check_sealed(report: SealedReport) -> None:
    if report.state != ReportState.SEALED:
        raise Refused(f"“{report.title}” is {report.get_state_display().lower()}; it cannot be downloaded yet.")


def check_may_keep(kept: int) -> None:
    if kept >= MOST_SEARCHES:
        raise Refused(f"You keep {MOST_SEARCHES} searches already. Remove one first.")

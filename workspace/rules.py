"""Who may ask for a report, and when one can be downloaded."""

from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from lots.models import Lot
from records.models import SealedReport
from records.states import ReportState
from workspace.queries.reports import may_request


def check_may_request(by: Actor, lot: Lot) -> None:
    """People of both sides by their role, an auditor by the grant that shows him the lot."""
    if not may_request(by, lot):
        raise Forbidden("Your role does not allow you to export dossiers.", "21 CFR 11.10(b)")


def check_sealed(report: SealedReport) -> None:
    if report.state != ReportState.SEALED:
        raise Refused(f"“{report.title}” is {report.get_state_display().lower()}; it cannot be downloaded yet.")

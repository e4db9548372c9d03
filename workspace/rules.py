"""Who may ask for a report, and when one can be downloaded; how many searches a person keeps."""

from collections.abc import Sequence

from kernel.errors import Forbidden, Refused
from kernel.scope import Actor, PartnershipRow
from records.batch import Due
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


def check_all_wait(keys: Sequence[str], dues: Sequence[Due]) -> None:
    """Nothing was signed or taken back by somebody else since the page was opened, and there is something."""
    if not dues or {due.key for due in dues} != set(keys):
        raise Refused(
            "Not every record on this page waits for your signature any more. Choose again.",
            "21 CFR 11.10(f)",
            code="batch-changed",
        )


def check_none_refused(refused: Sequence[str]) -> None:
    """All of them or none."""
    if refused:
        raise Refused(f"Nothing was signed. {' '.join(refused)}", "21 CFR 11.10(g)", code="batch-refused")

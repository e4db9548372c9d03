"""Who may ask for a report, and when one can be downloaded; how many searches a person keeps."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kernel.errors import Forbidden, Refused
from kernel.scope import Actor, PartnershipRow
from parties.models import AuditorGrant
from records.batch import Due
from records.models import SealedReport
from records.states import ReportState
from workspace.models import AuditRequest
from workspace.queries.reports import may_request

MOST_SEARCHES = 50


def check_may_request(by: Actor, record: PartnershipRow, permission: str) -> None:
    """People of both sides by their role, an auditor by the grant that shows him the record."""
    if not may_request(by, record, permission):
        raise Forbidden("Your role does not allow you to export records.", "21 CFR 11.10(b)")


def check_sealed(report: SealedReport) -> None:
    if report.state != ReportState.SEALED:
        raise Refused(f"“{report.title}” is {report.get_state_display().lower()}; it cannot be downloaded yet.")


MOST_LOTS = 100
"""Lots of one audit package: each has its dossier printed."""


def check_own_grant(grant: AuditorGrant, by: Actor) -> None:
    if (grant.person_id, grant.organisation_id) != (by.person_id, by.organisation_id):
        raise Forbidden("An audit package is made for the auditor who holds the access.", "21 CFR 11.10(d)")


def check_package_size(lots: int) -> None:
    if lots > MOST_LOTS:
        raise Refused(
            f"This access shows {lots} lots; a package holds at most {MOST_LOTS}. "
            "Ask the company for an access that names lots, products or a period.",
            code="too-many",
        )


def check_may_take_all(by: Actor, pair: PartnershipRow) -> None:
    """One of the two companies, by a person who may export its records."""
    if by.side(pair) is None or not by.may("records.export", pair):
        raise Forbidden("Your role does not allow you to export all records.", "21 CFR 11.10(b)")


def check_request(words: str, due_at: datetime, ends_at: datetime, at: datetime) -> None:
    """A request says what is wanted, and by a moment between now and the end of the access."""
    check_words(words)
    if not at + timedelta(hours=1) <= due_at <= ends_at:
        raise Refused("The answer must be due while your access runs, an hour from now at the earliest.", code="period")


def whole_hours(at: datetime, due_at: datetime) -> int:
    """Elapsed hours up to the deadline; a started one does not count."""
    return int((due_at - at) / timedelta(hours=1))


def check_words(words: str) -> None:
    if not words.strip():
        raise Refused("Say it in words: they are read by the other side and by whoever looks later.", code="empty")


def check_may_answer(row: AuditRequest, by: Actor) -> None:
    """The company that was asked, by a person who may hand over its records."""
    if row.asked_of_id != by.organisation_id or not by.may("records.export", row):
        raise Forbidden("This request is not put to you: the company that was asked answers it.", "21 CFR 11.10(g)")


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

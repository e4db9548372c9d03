"""Reports to the FDA about a serious adverse event, each with its own 15 business days (21 USC 379aa-1)."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from clocks.actions import cancel, meet, start
from clocks.ladder import Rung, at_deadline, escalation, warning
from clocks.states import StartEvidence
from evidence.actions.files import Incoming, enter, put
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move, move
from lots.rules import check_may
from parties.models import Partnership
from quality_events.actions.complaint_telling import CMO_ROLES, SPONSOR_ROLES, headline, page_of, tell
from quality_events.models import AdverseReport, Complaint
from quality_events.queries.complaints import first_report, relevant_lots, reports_of
from quality_events.rules.adverse import check_follow_up, check_submission
from quality_events.seriousness import REPORT_DAYS, is_follow_up
from quality_events.states import AdverseReportState

ADVERSE_CLOCK = "quality_events.report_adverse"
FIRST, FURTHER = "21 USC 379aa-1(c)(1)", "21 USC 379aa-1(c)(2)"


def owe_first_report(complaint: Complaint, *, by: Actor, at: datetime) -> AdverseReport:
    """The screen found the event serious: the clock begins at the first receipt, however late the screen comes."""
    found = first_report(complaint.pk)
    if found is not None:
        return found
    report = _owe(complaint, None, 1, complaint.words, complaint.first_received_at, by=by, at=at)
    tell(complaint, "serious", "serious adverse event, report owed to the FDA", by=by, at=at, clause=FIRST)
    return report


def owe_none(complaint: Complaint, *, by: Actor, reason: str, at: datetime) -> None:
    """A later screen found it not serious: what is not submitted is not owed any more, and why."""
    for report in reports_of(complaint.pk).filter(state=AdverseReportState.DUE):
        move(report, "withdraw", by=by, reason=reason)
        cancel(rule=ADVERSE_CLOCK, subject_id=report.pk, reason=reason, by=by, at=at)


def restart_first_report(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """An earlier receipt became known: what is still due is due earlier."""
    report = first_report(complaint.pk)
    if report is None or report.state != AdverseReportState.DUE:
        return
    cancel(rule=ADVERSE_CLOCK, subject_id=report.pk, reason="received earlier than written down", by=by, at=at)
    report.received_at = complaint.first_received_at
    report.save()
    _start_clock(complaint, report, by=by, at=at)


def record_follow_up(
    *, complaint_id: UUID, information: str, received_at: datetime, by: Actor, reason: str, at: datetime
) -> AdverseReport:
    """New medical information: within a year of the first report it is owed, later it is kept without a clock."""
    with transaction.atomic(), acting(by=by, reason=reason or "new medical information", at=at):
        complaint = Complaint.objects.locked([complaint_id]).get()
        check_may(by, "quality_events.screen", complaint, "record medical information")
        first = first_report(complaint.pk)
        check_follow_up(complaint, first, information=information, received_at=received_at, at=at)
        position = reports_of(complaint.pk).latest("position").position + 1
        report = _owe(complaint, first, position, information.strip(), received_at, by=by, at=at)
        tell(complaint, "follow-up", "new medical information", by=by, at=at, clause=FURTHER if report.is_owed else "")
        return report


def submit_report(
    *,
    report_id: UUID,
    submitted_at: datetime,
    reference: str,
    file: Incoming | None,
    by: Actor,
    reason: str,
    at: datetime,
) -> AdverseReport:
    """It went to the FDA: when, under which reference, with its copy and the label's; then the clock stops."""
    with transaction.atomic(), acting(by=by, reason=reason or "report submitted", at=at):
        report = AdverseReport.objects.locked([report_id]).get()
        check_move(report, "submit", by=by)
        label = report.complaint.label
        check_submission(
            report, submitted_at=submitted_at, reference=reference, has_label=label is not None,
            has_document=file is not None, at=at,
        )  # fmt: skip
        if file is not None:
            report.document = enter(report, [file], by, at)[file.name]
            put([file])
        report.label, report.submitted_at, report.submitted_by_id = label, submitted_at, by.person_id
        report.reference = reference.strip()
        move(report, "submit", by=by)
        meet(rule=ADVERSE_CLOCK, subject_id=report.pk, by=by, at=submitted_at)
        tell(report.complaint, "submitted", f"{str(report).lower()} submitted, {report.reference}", by=by, at=at)
        return report


def _owe(
    complaint: Complaint,
    first: AdverseReport | None,
    position: int,
    information: str,
    received_at: datetime,
    *,
    by: Actor,
    at: datetime,
) -> AdverseReport:
    report = AdverseReport.objects.create(
        partnership_id=complaint.partnership_id,
        sponsor_id=complaint.sponsor_id,
        complaint=complaint,
        position=position,
        information=information,
        received_at=received_at,
        is_owed=first is None or _within_a_year(complaint, first, received_at),
    )
    if report.is_owed:
        _start_clock(complaint, report, by=by, at=at)
    return report


def _within_a_year(complaint: Complaint, first: AdverseReport, received_at: datetime) -> bool:
    """Days are those of the sponsor, who owes the report."""
    zone = ZoneInfo(complaint.sponsor.time_zone)
    reported_on = (first.submitted_at or received_at).astimezone(zone).date()
    return is_follow_up(reported_on=reported_on, received_on=received_at.astimezone(zone).date())


def _start_clock(complaint: Complaint, report: AdverseReport, *, by: Actor, at: datetime) -> None:
    partnership = Partnership.objects.get(pk=complaint.partnership_id)
    lots = relevant_lots(complaint.pk)
    sponsor = partnership.sponsor
    start(
        rule=ADVERSE_CLOCK,
        subject_kind="adverse_report",
        subject_id=report.pk,
        partnership=partnership,
        title=f"{report} to the FDA: {headline(complaint)}"[:200],
        clause=FIRST if report.position == 1 else FURTHER,
        owner=sponsor,
        owner_roles=SPONSOR_ROLES,
        started_at=report.received_at,
        start_evidence=StartEvidence.RECEIVED,
        amount=REPORT_DAYS,
        unit="business_days",
        ladder=_ladder(partnership),
        url=page_of(complaint),
        by=by,
        at=at,
        lot_id=lots[0] if lots else None,
    )


def _ladder(partnership: Partnership) -> list[Rung]:
    """Both companies hear of it: the sponsor owes it, the CMO may have received it first."""
    sponsor_id, cmo_id = partnership.sponsor_id, partnership.cmo_id
    return [
        warning(24 * 7, sponsor_id, SPONSOR_ROLES),
        warning(24 * 2, sponsor_id, SPONSOR_ROLES),
        at_deadline(sponsor_id, SPONSOR_ROLES),
        at_deadline(cmo_id, CMO_ROLES, step="due-cmo"),
        escalation(24, sponsor_id, ("SQH",)),
    ]

"""A report's short life: asked for by a person, made by the platform. The row is the truth; workers are poked."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel import events
from kernel.history import acting
from kernel.scope import Actor, PartnershipRow
from kernel.states import move
from parties.models import AuditorGrant
from parties.states import Role
from records.actions import note_access
from records.models import SealedReport
from records.states import ReportState
from workspace import rules
from workspace.events import ReportRequested
from workspace.outside.report_kinds import KINDS

SILENT = timedelta(minutes=15)
"""A worker that wrote nothing for so long is gone; a long report writes its progress far more often."""


def request_report(*, kind: str, subject_id: UUID, by: Actor, reason: str, at: datetime) -> SealedReport:
    """Ask for a record's signed PDF; while one of this person's is being made, that one is it."""
    of = KINDS[kind]
    words = of.words.lower()
    with transaction.atomic(), acting(by=by, reason=reason or f"signed {words} asked for", at=at):
        record = of.record(subject_id)
        rules.check_may_request(by, record, of.permission)
        running = SealedReport.objects.filter(
            kind=kind,
            subject_id=subject_id,
            requested_by_id=by.person_id,
            state__in=(ReportState.QUEUED, ReportState.RENDERING),
        ).first()
        if running is not None:
            return running
        grant = grant_behind(by, record, at)
        report = SealedReport.objects.create(
            partnership_id=record.partnership_id,
            sponsor_id=record.sponsor_id,
            kind=kind,
            subject_id=subject_id,
            title=of.title(record)[:200],
            requested_by_id=by.person_id,
            requested_at=at,
            organisation_name=by.organisation_name,
            access=access_words(by, grant),
            grant=grant,
            asked_for_id=by.company_id if of.is_own and grant is None else None,
        )
        if by.side(record) is None:
            note_access(by=by, what=f"Asked for the signed {words} of {record}", subject=record, at=at)
        events.publish(ReportRequested(report.pk, report.partnership_id))
        return report


def grant_behind(by: Actor, record: PartnershipRow, at: datetime) -> AuditorGrant | None:
    """The grant by which an auditor sees the record, the one that lasts longest; None for the two companies."""
    if by.side(record) is not None:
        return None
    running = AuditorGrant.objects.filter(
        partnership_id=record.partnership_id, person_id=by.person_id, revoked_at=None, starts_at__lte=at, ends_at__gt=at
    )
    return running.order_by("-ends_at", "id").first()


def access_words(by: Actor, grant: AuditorGrant | None) -> str:
    """By what right: the roles held, or the grant with its end."""
    if grant is None:
        return ", ".join(Role(role).label for role in sorted(by.roles))
    return f"auditor, access until {grant.ends_at:%d %b %Y}"


def begin(*, report_id: UUID, by: Actor, at: datetime) -> SealedReport | None:
    """Take a report in hand; None when it is made already, another worker is at it, or the poke was for no report."""
    with transaction.atomic(), acting(by=by, reason="being made", at=at):
        report = (
            SealedReport.objects.select_for_update(no_key=True, of=["self"])
            .select_related("requested_by")
            .filter(pk=report_id)
            .first()
        )
        if report is None:
            return None
        is_at_work = report.state == ReportState.RENDERING and report.tried_at and report.tried_at > at - SILENT
        if report.state == ReportState.SEALED or is_at_work:
            return None
        move(report, "render", by=by, save=False)
        report.attempts, report.tried_at, report.progress, report.problem = report.attempts + 1, at, 1, ""
        report.save()
        return report


def note_progress(*, report_id: UUID, percent: int, by: Actor, at: datetime) -> None:
    """How far it is, 1 to 99; also the sign that the worker lives."""
    with transaction.atomic(), acting(by=by, reason="being made", at=at):
        rendering = SealedReport.objects.filter(pk=report_id, state=ReportState.RENDERING)
        rendering.update(progress=min(max(percent, 1), 99), tried_at=at)


def finish(*, report_id: UUID, sha256: str, size: int, by: Actor, at: datetime) -> SealedReport:
    """The sealed file stands in the store under this hash."""
    with transaction.atomic(), acting(by=by, reason="sealed", at=at):
        report = SealedReport.objects.locked([report_id]).get()
        if report.state == ReportState.SEALED:
            return report
        move(report, "seal", by=by, save=False)
        report.sha256, report.size, report.sealed_at, report.progress = sha256, size, at, 100
        report.save()
        return report


def give_up(*, report_id: UUID, problem: str, by: Actor, at: datetime) -> None:
    """It could not be made this time; the sweep tries again, three times in all."""
    with transaction.atomic(), acting(by=by, reason="could not be made", at=at):
        report = SealedReport.objects.locked([report_id]).get()
        if report.state in (ReportState.QUEUED, ReportState.RENDERING):
            move(report, "fail", by=by, save=False)
            report.problem, report.tried_at = problem[:2000], at
            report.save()


def note_download(*, report: SealedReport, by: Actor, at: datetime) -> None:
    """Every download is on record (domain §E.5)."""
    rules.check_sealed(report)
    note_access(by=by, what=f"Downloaded {report.title}", subject=report, at=at)


def note_export(*, kind: str, record: Any, by: Actor, at: datetime) -> None:
    """A record left as its machine copy: who took it is on record, as a download is."""
    of = KINDS[kind]
    rules.check_may_request(by, record, of.permission)
    note_access(by=by, what=f"Exported {of.title(record)}", subject=record, at=at)

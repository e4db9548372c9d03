"""Asking for a sealed package: an auditor's whole access, or all records of a partnership for one's own company."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel import events
from kernel.history import acting
from kernel.scope import Actor
from lots.models import Lot
from parties.models import AuditorGrant, Partnership
from parties.rules import check_grant_live
from records.actions import note_access
from records.models import SealedReport
from records.states import ReportState
from workspace import rules
from workspace.actions.reports import access_words
from workspace.events import ReportRequested
from workspace.outside.packages import PACKAGES, PackageKind


def request_audit_package(*, grant_id: UUID, by: Actor, reason: str, at: datetime) -> SealedReport:
    """The auditor asks for everything that her access shows, with dossiers, files, histories and proofs.

    Refused when the access is over, and for more lots than a package may hold.
    """
    with transaction.atomic(), acting(by=by, reason=reason or "audit package asked for", at=at):
        grant = PACKAGES["audit_package"].record(grant_id)
        rules.check_own_grant(grant, by)
        check_grant_live(grant, at)
        rules.check_package_size(Lot.objects.filter(partnership_id=grant.partnership_id).count())
        return _asked(PACKAGES["audit_package"], grant, grant.partnership, by, at, grant=grant)


def request_all_records(*, partnership_id: UUID, by: Actor, reason: str, at: datetime) -> SealedReport:
    """One of the two companies asks for all that the partnership has on record; for its own eyes."""
    with transaction.atomic(), acting(by=by, reason=reason or "all records asked for", at=at):
        pair: Partnership = PACKAGES["partnership_exit"].record(partnership_id)
        rules.check_may_take_all(by, pair)
        return _asked(PACKAGES["partnership_exit"], pair, pair, by, at, asked_for_id=by.company_id)


def _asked(
    kind: PackageKind, record: Any, pair: Partnership, by: Actor, at: datetime, **whose: AuditorGrant | UUID
) -> SealedReport:
    """While one of this person's is being made, that one is it."""
    running = SealedReport.objects.filter(
        kind=kind.code,
        subject_id=record.pk,
        requested_by_id=by.person_id,
        state__in=(ReportState.QUEUED, ReportState.RENDERING),
    ).first()
    if running is not None:
        return running
    grant = whose.get("grant")
    report = SealedReport.objects.create(
        partnership_id=pair.pk,
        sponsor_id=pair.sponsor_id,
        kind=kind.code,
        subject_id=record.pk,
        title=kind.title(record)[:200],
        requested_by_id=by.person_id,
        requested_at=at,
        organisation_name=by.organisation_name,
        access=access_words(by, grant if isinstance(grant, AuditorGrant) else None),
        **whose,
    )
    note_access(by=by, what=f"Asked for {report.title}", subject=pair, at=at)
    events.publish(ReportRequested(report.pk, report.partnership_id))
    return report

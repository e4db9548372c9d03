"""The audit trail as a report of its own, and as the last sections of a record's report."""

from dataclasses import replace
from datetime import UTC
from typing import Any

from django.db.models import Model

from lots.models import Lot
from records.reports import Fact, Report, Section
from workspace.queries.trail import audit_trail
from workspace.trail_data import AuditTrail, LookRow, RefusalRow, SignatureRow, TrailRow

FORMAT = "audit-trail-1"


def with_trail(report: Report, record: Model) -> Report:
    """The record's report with signatures, changes, refusals and looks behind its own sections."""
    return replace(report, sections=(*report.sections, *sections_of(audit_trail(record))))


def trail_report(record: Any, title: str, kind: str) -> Report:
    """Every history row of the record and of what hangs on it, first values too; refusals; who looked."""
    trail = audit_trail(record, is_full=True)
    at = [row.at.astimezone(UTC) for row in trail.changes]
    return Report(
        format=FORMAT,
        number=str(record),
        title=title,
        state=f"{len(trail.changes)} entries",
        tone="info",
        time_zone=record.site.time_zone if isinstance(record, Lot) else "UTC",
        facts=(
            Fact("Kind of record", kind),
            Fact("Key", str(record.pk)),
            Fact("First entry", min(at, default=None)),
            Fact("Last entry", max(at, default=None)),
            Fact("Records in it", len(trail.subject_ids)),
            Fact("Written by", "the database itself, for every way of writing"),
        ),
        sections=sections_of(trail),
    )


def sections_of(trail: AuditTrail) -> tuple[Section, ...]:
    return (
        Section("signatures", "Electronic signatures", SignatureRow, trail.signatures, "Nothing was signed yet."),
        Section("trail", "Audit trail", TrailRow, trail.changes, "No change is recorded."),
        Section("refusals", "Refused attempts", RefusalRow, trail.refusals, "No attempt was refused."),
        Section("looks", "Who looked and downloaded", LookRow, trail.looks, "Nobody's look is on record."),
    )

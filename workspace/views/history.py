"""The history of a record, one click from its page: what changed, what was refused, who looked, who signed."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from workspace.outside.report_kinds import KINDS, TRAIL
from workspace.queries.reports import may_request, reports_of
from workspace.queries.retention import retention_of_record
from workspace.queries.trail import audit_trail
from workspace.trail_data import TrailRow

MOST = 500
"""Changes on the page; the extract has every one."""


@require_safe
def history(request: HttpRequest, kind: str, **key: UUID) -> HttpResponse:
    """One record's trail, newest first, with its signed PDFs."""
    of = KINDS[kind]
    (record_id,) = key.values()
    record = of.record(record_id)
    trail = audit_trail(record)
    page = {
        "record": record,
        "kind": of,
        "title": of.title(record),
        "address": of.page(record),
        "trail": trail,
        "entries": _grouped(trail.changes[:MOST]),
        "left_out": max(len(trail.changes) - MOST, 0),
        "reports": [*reports_of(record_id, kind), *reports_of(record_id, kind + TRAIL)],
        "ask_record": f"workspace:report_{kind}",
        "ask_trail": f"workspace:report_{kind}{TRAIL}" if kind + TRAIL in KINDS else "",
        "retention": retention_of_record(record),
        "may_export": may_request(request.actor, record),  # type: ignore[attr-defined]  # ours
    }
    return render(request, "workspace/history.html", page)


def _grouped(changes: tuple[TrailRow, ...]) -> list[dict[str, Any]]:
    """The fields of one change stand together."""
    grouped = groupby(changes, key=lambda row: (row.at, row.by, row.record, row.action, row.reason))
    entries = [list(group) for _, group in grouped]
    return [{"first": entry[0], "changes": entry} for entry in entries]

"""Every write of the workspace: reports asked for, made, sealed, given up; packages; searches; auditors’ requests."""

from workspace.actions.audit_requests import answer, ask, decline, withdraw_request
from workspace.actions.packages import request_all_records, request_audit_package
from workspace.actions.reports import (
    begin,
    finish,
    give_up,
    note_download,
    note_export,
    note_progress,
    request_report,
)
from workspace.actions.searches import forget_search, save_search

__all__ = [
    "answer", "ask", "begin", "decline", "finish", "forget_search", "give_up", "note_download", "note_export",
    "note_progress", "request_all_records", "request_audit_package", "request_report", "save_search",
    "withdraw_request",
]  # fmt: skip

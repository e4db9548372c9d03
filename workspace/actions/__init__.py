"""Every write of the workspace: reports asked for, made, sealed or given up; searches kept."""

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
    "begin", "finish", "forget_search", "give_up", "note_download", "note_export", "note_progress",
    "request_report", "save_search",
]  # fmt: skip

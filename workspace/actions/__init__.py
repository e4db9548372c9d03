"""Every write of the workspace: reports asked for, made, sealed or given up."""

from workspace.actions.reports import begin, finish, give_up, note_download, note_progress, request_dossier

__all__ = ["begin", "finish", "give_up", "note_download", "note_progress", "request_dossier"]

"""Settle gates, decide about lots."""

from release.actions.gates import resettle, settle

__all__ = ["resettle", "settle"]

"""Deviations, OOS and label incidents: investigation, disposition, decision."""

"""Reads that cross apps: the dossier of a lot as plain values, search, the auditor's room, reports."""

"""Deadlines, escalation, notices, inbox, outbox."""

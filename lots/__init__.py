"""Lots, component lots, genealogy, holds, the gate row."""

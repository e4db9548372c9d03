"""Checking the whole trail against its seals: every thing that was altered, is missing or was slipped in, by name."""

from records.outside.verification.checking import Checked, verify_trail
from records.outside.verification.findings import Finding, Wrong

__all__ = ["Checked", "Finding", "Wrong", "verify_trail"]

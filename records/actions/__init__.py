"""Signing, refusing, noting who looked."""

from records.actions.access import note_access
from records.actions.refusals import write_refusal
from records.actions.signatures import sign

__all__ = ["note_access", "sign", "write_refusal"]

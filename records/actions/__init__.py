"""Signing, refusing, noting who looked; sealing the trail, closing days, countersigning them."""

from records.actions.access import note_access
from records.actions.days import close_days, countersign, countersign_due, other_company, register_key
from records.actions.refusals import write_refusal
from records.actions.sealing import seal_next
from records.actions.signatures import sign
from records.actions.stamping import stamp_newest

__all__ = [
    "close_days",
    "countersign",
    "countersign_due",
    "note_access",
    "other_company",
    "register_key",
    "seal_next",
    "sign",
    "stamp_newest",
    "write_refusal",
]

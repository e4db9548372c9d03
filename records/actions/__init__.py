"""Signing, refusing, noting who looked; sealing the trail, closing days, countersigning them."""

from records.actions.access import note_access
from records.actions.days import close_days, countersign, countersign_due, other_company, register_key
from records.actions.legal_holds import lift_legal_hold, place_legal_hold, sign_disposal_list
from records.actions.refusals import write_refusal
from records.actions.sealing import seal_next
from records.actions.signatures import sign
from records.actions.stamping import stamp_newest

__all__ = [
    "close_days",
    "countersign",
    "countersign_due",
    "lift_legal_hold",
    "note_access",
    "other_company",
    "place_legal_hold",
    "register_key",
    "seal_next",
    "sign",
    "sign_disposal_list",
    "stamp_newest",
    "write_refusal",
]

"""Every write about change requests."""

from change_control.actions.deciding import approve, ask_for_approval, reject
from change_control.actions.implementing import make_effective, withdraw
from change_control.actions.proposing import propose, revise, submit

__all__ = [
    "approve",
    "ask_for_approval",
    "make_effective",
    "propose",
    "reject",
    "revise",
    "submit",
    "withdraw",
]

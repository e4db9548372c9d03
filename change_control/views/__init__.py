"""Pages of change requests."""

from change_control.views.deciding import sign
from change_control.views.listing import change_list, change_page
from change_control.views.moving import ask_for_approval, make_effective, submit, withdraw
from change_control.views.proposing import propose, revise

__all__ = [
    "ask_for_approval",
    "change_list",
    "change_page",
    "make_effective",
    "propose",
    "revise",
    "sign",
    "submit",
    "withdraw",
]

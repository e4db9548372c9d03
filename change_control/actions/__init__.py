"""Every write about change requests."""

from change_control.actions.assessing import give_back, send, set_conditions
from change_control.actions.deciding import approve, ask_for_approval, reject
from change_control.actions.emergencies import declare_emergency
from change_control.actions.implementing import implement, make_effective, verify, withdraw
from change_control.actions.lines import Answer, answer_lines, sign_off_lines
from change_control.actions.linking import propose_linked
from change_control.actions.proposing import classify_submitted, propose, revise, submit
from change_control.actions.reviewing import close, review
from change_control.actions.straddling import decide_lot

__all__ = [
    "Answer",
    "answer_lines",
    "approve",
    "ask_for_approval",
    "classify_submitted",
    "close",
    "decide_lot",
    "declare_emergency",
    "give_back",
    "implement",
    "make_effective",
    "propose",
    "propose_linked",
    "reject",
    "review",
    "revise",
    "send",
    "set_conditions",
    "sign_off_lines",
    "submit",
    "verify",
    "withdraw",
]

"""Every write about quality agreements."""

from agreements.actions.acknowledging import acknowledge
from agreements.actions.agreeing import agree, reopen, withdraw
from agreements.actions.calls import Consent, answer_call, ask_call_again, call_upon, settle_call, withdraw_call
from agreements.actions.drafting import ClauseDraft, draft_agreement, draft_version, revise
from agreements.actions.expiry import warn_next
from agreements.actions.signing import sign
from agreements.actions.simulating import keep_simulation

__all__ = [
    "ClauseDraft",
    "Consent",
    "acknowledge",
    "agree",
    "answer_call",
    "ask_call_again",
    "call_upon",
    "draft_agreement",
    "draft_version",
    "keep_simulation",
    "reopen",
    "revise",
    "settle_call",
    "sign",
    "warn_next",
    "withdraw",
    "withdraw_call",
]

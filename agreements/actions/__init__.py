"""Every write about quality agreements."""

from agreements.actions.agreeing import agree, reopen, withdraw
from agreements.actions.drafting import ClauseDraft, draft_agreement, draft_version, revise
from agreements.actions.expiry import warn_next
from agreements.actions.signing import sign

__all__ = [
    "ClauseDraft",
    "agree",
    "draft_agreement",
    "draft_version",
    "reopen",
    "revise",
    "sign",
    "warn_next",
    "withdraw",
]

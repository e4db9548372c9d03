"""Every write about quality agreements."""

from agreements.actions.agreeing import agree, reopen, withdraw
from agreements.actions.drafting import (
    ClauseDraft,
    change_clause,
    change_period,
    draft_agreement,
    draft_version,
)
from agreements.actions.signing import sign

__all__ = [
    "ClauseDraft",
    "agree",
    "change_clause",
    "change_period",
    "draft_agreement",
    "draft_version",
    "reopen",
    "sign",
    "withdraw",
]

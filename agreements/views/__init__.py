"""Pages of quality agreements."""

from agreements.views.calling import acknowledge, answer, ask_again, call, calls, new_call, settle, withdraw_call
from agreements.views.comparing import redline
from agreements.views.drafting import edit_version, new_agreement, new_version
from agreements.views.listing import agreement_list, agreement_page
from agreements.views.moving import agree, reopen, withdraw
from agreements.views.signing import sign

__all__ = [
    "acknowledge",
    "agree",
    "agreement_list",
    "agreement_page",
    "answer",
    "ask_again",
    "call",
    "calls",
    "edit_version",
    "new_agreement",
    "new_call",
    "new_version",
    "redline",
    "reopen",
    "settle",
    "sign",
    "withdraw",
    "withdraw_call",
]

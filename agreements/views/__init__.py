"""Pages of quality agreements."""

from agreements.views.comparing import redline
from agreements.views.drafting import edit_version, new_agreement, new_version
from agreements.views.listing import agreement_list, agreement_page
from agreements.views.moving import agree, reopen, withdraw
from agreements.views.signing import sign

__all__ = [
    "agree",
    "agreement_list",
    "agreement_page",
    "edit_version",
    "new_agreement",
    "new_version",
    "redline",
    "reopen",
    "sign",
    "withdraw",
]

"""Pages of recalls and their exercises."""

from traceability.views.recalls.accounts import answer_account, check_account
from traceability.views.recalls.console import recall, recalls
from traceability.views.recalls.linked import recall_notice
from traceability.views.recalls.moving import recall_move, recall_step
from traceability.views.recalls.opening import open_recall, surprise
from traceability.views.recalls.signing import sign_recall

__all__ = [
    "answer_account", "check_account", "open_recall", "recall", "recall_move", "recall_notice", "recall_step",
    "recalls", "sign_recall", "surprise",
]  # fmt: skip

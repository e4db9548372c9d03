"""Every write about recalls and their exercises."""

from traceability.actions.recalls.answering import answer, answer_by_link, check_account, draw_sample
from traceability.actions.recalls.deciding import decide, decline, evaluate, propose, reconsider
from traceability.actions.recalls.ending import propose_correction, report_status, state_ending, terminate
from traceability.actions.recalls.exercising import call_surprise
from traceability.actions.recalls.locking import lock_scope
from traceability.actions.recalls.notifying import answer_part, plan, report_to_authority, send_notices
from traceability.actions.recalls.opening import open_recalls

__all__ = [
    "answer", "answer_by_link", "answer_part", "call_surprise", "check_account", "decide", "decline", "draw_sample",
    "evaluate", "lock_scope", "open_recalls", "plan", "propose", "propose_correction", "reconsider", "report_status",
    "report_to_authority", "send_notices", "state_ending", "terminate",
]  # fmt: skip

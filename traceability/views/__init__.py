"""Pages of traceability: consignees, permits, shipping, shipments, feeds, counts of stock, the trace, scopes."""

from traceability.views.consignees import add, consignees
from traceability.views.feeds import add_feed, feeds
from traceability.views.imports import import_records
from traceability.views.onward import add_onward, onward
from traceability.views.permits import permit, revoke, sheet
from traceability.views.recalls import (
    answer_account,
    check_account,
    open_recall,
    recall,
    recall_move,
    recall_notice,
    recall_step,
    recalls,
    sign_recall,
    surprise,
)
from traceability.views.runs import keep_scope, scope_run, scope_runs
from traceability.views.scopes import scope, scope_file
from traceability.views.shipping import ship, shipments
from traceability.views.stock import count
from traceability.views.tracing import trace

__all__ = [
    "add", "add_feed", "add_onward", "answer_account", "check_account", "consignees", "count", "feeds",
    "import_records", "keep_scope", "onward", "open_recall", "permit", "recall", "recall_move", "recall_notice",
    "recall_step", "recalls", "revoke", "scope", "scope_file", "scope_run", "scope_runs", "sheet", "ship", "shipments",
    "sign_recall", "surprise", "trace",
]  # fmt: skip

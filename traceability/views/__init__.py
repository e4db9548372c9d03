"""Pages of traceability: consignees, permits, shipping, shipments, feeds, counts of stock, the trace, scopes."""

from traceability.views.consignees import add, consignees
from traceability.views.feeds import add_feed, feeds
from traceability.views.permits import permit, revoke, sheet
from traceability.views.scopes import scope, scope_file
from traceability.views.shipping import ship, shipments
from traceability.views.stock import count
from traceability.views.tracing import trace

__all__ = [
    "add", "add_feed", "consignees", "count", "feeds", "permit", "revoke", "scope", "scope_file", "sheet", "ship",
    "shipments", "trace",
]  # fmt: skip

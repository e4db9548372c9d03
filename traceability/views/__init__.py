"""Pages of traceability: consignees, permits, shipping, shipments, counts of stock, the trace of a component lot."""

from traceability.views.consignees import add, consignees
from traceability.views.permits import permit, revoke, sheet
from traceability.views.shipping import ship, shipments
from traceability.views.stock import count
from traceability.views.tracing import trace

__all__ = ["add", "consignees", "count", "permit", "revoke", "sheet", "ship", "shipments", "trace"]

"""Pages of traceability: consignees, shipping, shipments, counts of stock, the trace of a component lot."""

from traceability.views.consignees import add, consignees
from traceability.views.shipping import ship, shipments
from traceability.views.stock import count
from traceability.views.tracing import trace

__all__ = ["add", "consignees", "count", "ship", "shipments", "trace"]

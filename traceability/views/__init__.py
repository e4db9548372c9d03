"""Pages of traceability: consignees, shipping, shipments, the trace of a component lot."""

from traceability.views.consignees import add, consignees
from traceability.views.shipping import ship, shipments
from traceability.views.tracing import trace

__all__ = ["add", "consignees", "ship", "shipments", "trace"]

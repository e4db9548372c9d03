"""Reads about consignees, shipments and where a component lot went."""

from traceability.queries.shipments import ShipmentPage, consignees_of, shipment_page
from traceability.queries.stock import Stock, stock_of
from traceability.queries.tracing import Found, trace

__all__ = ["Found", "ShipmentPage", "Stock", "consignees_of", "shipment_page", "stock_of", "trace"]

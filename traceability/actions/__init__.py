"""Consignees, shipments, counts of stock."""

from traceability.actions.consignees import add_consignee
from traceability.actions.shipments import ship
from traceability.actions.stock import count_stock

__all__ = ["add_consignee", "count_stock", "ship"]

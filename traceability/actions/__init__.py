"""Consignees and shipments."""

from traceability.actions.consignees import add_consignee
from traceability.actions.shipments import ship

__all__ = ["add_consignee", "ship"]

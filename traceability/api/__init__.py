"""Consignees, permits, shipments and counts of stock over the API."""

from traceability.api.permits import PermitList, PermitStatus, RevokePermit, SpendPermit
from traceability.api.shipments import ConsigneeList, ShipmentList, StockCountList

__all__ = [
    "ConsigneeList", "PermitList", "PermitStatus", "RevokePermit", "ShipmentList", "SpendPermit", "StockCountList",
]  # fmt: skip

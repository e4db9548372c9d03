"""Consignees, permits, feeds, shipments, counts of stock, scopes, events and imports over the API."""

from traceability.api.epcis import Capture, CaptureDetail, EventList
from traceability.api.feeds import FeedList
from traceability.api.imports import LotEvents, NetworkImport, OnwardList
from traceability.api.permits import PermitList, PermitStatus, RevokePermit, SpendPermit
from traceability.api.scopes import ScopeDetail, ScopeList
from traceability.api.shipments import ConsigneeList, ShipmentList, StockCountList

__all__ = [
    "Capture", "CaptureDetail", "ConsigneeList", "EventList", "FeedList", "LotEvents", "NetworkImport", "OnwardList",
    "PermitList", "PermitStatus", "RevokePermit", "ScopeDetail", "ScopeList", "ShipmentList", "SpendPermit",
    "StockCountList",
]  # fmt: skip

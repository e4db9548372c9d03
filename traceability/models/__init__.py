"""Consignees, shipments, feeds, counts of stock; captured events; where the sponsor's goods went on to; recalls."""

from traceability.models.events import CapturedEvent, EventDocument
from traceability.models.onward import DirectAccount, ListProfile, OnwardShipment
from traceability.models.recalls import (
    LockedScope,
    Recall,
    RecallCheck,
    RecalledLot,
    RecallNotice,
    RecallPaper,
    RecallResponse,
    RecallStatus,
)
from traceability.models.scopes import ScopeRun
from traceability.models.shipments import Consignee, FeedLine, Shipment, Standing, StockCount

__all__ = [
    "CapturedEvent",
    "Consignee",
    "DirectAccount",
    "EventDocument",
    "FeedLine",
    "ListProfile",
    "LockedScope",
    "OnwardShipment",
    "Recall",
    "RecallCheck",
    "RecallNotice",
    "RecallPaper",
    "RecallResponse",
    "RecallStatus",
    "RecalledLot",
    "ScopeRun",
    "Shipment",
    "Standing",
    "StockCount",
]

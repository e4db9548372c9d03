"""Consignees, shipments, feeds about them, counts of stock, scopes that are kept."""

from traceability.actions.capturing import capture
from traceability.actions.consignees import add_consignee
from traceability.actions.feeds import record_feed
from traceability.actions.networks import import_network
from traceability.actions.onward import record_onward, save_list_profile
from traceability.actions.permits import permit_shipment
from traceability.actions.scopes import run_scope
from traceability.actions.shipments import ship, spend_permit
from traceability.actions.stock import count_stock

__all__ = [
    "add_consignee", "capture", "count_stock", "import_network", "permit_shipment", "record_feed", "record_onward",
    "run_scope", "save_list_profile", "ship", "spend_permit",
]  # fmt: skip

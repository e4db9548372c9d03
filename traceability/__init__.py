"""Consignees and shipments."""

"""Qualification by the sponsor; the CMO's evidence passport."""

from performance.actions.expiry import warn_next
from performance.actions.passport import add_document, end_document, end_share, replace_document, share_document
from performance.actions.qualifying import qualify

__all__ = [
    "add_document",
    "end_document",
    "end_share",
    "qualify",
    "replace_document",
    "share_document",
    "warn_next",
]

"""Reads about quality events and the lots that they may reach."""

from quality_events.queries.derived import Derived, derived_lots
from quality_events.queries.events import (
    EventFilters,
    approvers_of,
    authors_of,
    direct_lots,
    events,
    events_of_lots,
    filtered,
    known_events,
    lots_of,
    needs_consent,
    next_number,
    open_findings,
    terms_for,
    waiting_for_consent,
)

__all__ = [
    "Derived",
    "EventFilters",
    "approvers_of",
    "authors_of",
    "derived_lots",
    "direct_lots",
    "events",
    "events_of_lots",
    "filtered",
    "known_events",
    "lots_of",
    "needs_consent",
    "next_number",
    "open_findings",
    "terms_for",
    "waiting_for_consent",
]

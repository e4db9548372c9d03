"""Figures about partners, what they are qualified for, what they show of themselves."""

from performance.queries.agreed import agreements_by_partnership
from performance.queries.passport import Shown, days_left, looks_at_passport, own_document, own_passport, shown_in
from performance.queries.scorecards import (
    PERIOD,
    Scorecard,
    gated_lots,
    lot_facts,
    qualification_now,
    qualifications,
    scorecards,
)

__all__ = [
    "PERIOD",
    "Scorecard",
    "Shown",
    "agreements_by_partnership",
    "days_left",
    "gated_lots",
    "looks_at_passport",
    "lot_facts",
    "own_document",
    "own_passport",
    "qualification_now",
    "qualifications",
    "scorecards",
    "shown_in",
]

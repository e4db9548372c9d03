"""What must hold before a change request moves (domain §C5)."""

from change_control.rules.impact import (
    check_answer,
    check_answered,
    check_assessed,
    check_lot_decision,
    check_lots_decided,
    check_signs_off,
)
from change_control.rules.linking import check_linked
from change_control.rules.requests import (
    check_approver,
    check_covered,
    check_date_reached,
    check_draft,
    check_in,
    check_lead,
    check_lots_of,
    check_whole,
    review_days,
)
from change_control.rules.versions import (
    check_begins_with,
    check_changes_something,
    check_first_lot,
    check_may_start,
    check_no_version_made,
)

__all__ = [
    "check_answer",
    "check_answered",
    "check_approver",
    "check_assessed",
    "check_begins_with",
    "check_changes_something",
    "check_covered",
    "check_date_reached",
    "check_draft",
    "check_first_lot",
    "check_in",
    "check_lead",
    "check_linked",
    "check_lot_decision",
    "check_lots_decided",
    "check_lots_of",
    "check_may_start",
    "check_no_version_made",
    "check_signs_off",
    "check_whole",
    "review_days",
]

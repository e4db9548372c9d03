"""What a clause about changes says when it is drafted, and where it says nothing (domain §C5). Pure."""

from collections.abc import Mapping

_NOTIFY = ("equipment_like", "personnel", "computer", "standing")
_QUALIFY = ("equipment", "site", "shelf_life", "subcontracting")
_APPROVE = (
    "supplier", "component_spec", "formula", "process", "cleaning", "method", "packaging", "label", "shared_line",
    "utilities",
)  # fmt: skip
DEFAULT_WAYS: Mapping[str, str] = {
    **dict.fromkeys(_APPROVE, "approve"),
    **dict.fromkeys(_QUALIFY, "qualify"),
    **dict.fromkeys(_NOTIFY, "notify"),
}
"""Trigger → way with which a new clause begins, and which holds where no agreement does."""
HAPPENS_TO_THE_CMO = frozenset({"standing", "personnel"})
"""What nobody announces ahead: told within hours of its day instead of days before it."""
CHANGE_DEFAULTS: Mapping[str, int] = {
    "qualification_lots": 3,
    "notice_hours": 72,
    "emergency_days": 2,
    "post_review_days": 90,
}

"""What a signature under a complaint covers: rebuilt and compared at signing (21 CFR 11.70)."""

from typing import Any

from quality_events.models import Complaint
from quality_events.queries.complaints import latest_screen

_FIELDS = (
    "number", "nature", "channel", "reporter", "reporter_reference", "stated_lot", "words", "usage", "dose",
    "is_to_investigate", "review", "follow_up", "reply",
)  # fmt: skip


def complaint_content(complaint: Complaint) -> dict[str, Any]:
    """Everything that a decision about the complaint rests on: its lots, the latest screen, the label's bytes."""
    lots = complaint.complaint_lots.filter(is_relevant=True).select_related("lot").order_by("lot__number")
    screen = latest_screen(complaint.pk)
    return {
        "complaint": complaint.pk,
        **{name: getattr(complaint, name) for name in _FIELDS},
        "product": complaint.product.code,
        "first_received_at": complaint.first_received_at,
        "label": complaint.label.sha256 if complaint.label else "",
        "event": complaint.event.number if complaint.event else "",
        "lots": [{"number": row.lot.number, "is_named": row.is_named} for row in lots],
        "screen": {"is_adverse": screen.is_adverse, **screen.answers, "basis": screen.basis} if screen else {},
    }

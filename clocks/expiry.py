"""When the end of something is told: 90, 60 and 30 days before, and on the day (domain §C0). Pure."""

from datetime import date

WARNINGS = (0, 30, 60, 90)
"""Days before the end on which both sides are told."""


def due_warning(until: date | None, today: date, warned: int | None) -> int | None:
    """The warning to give now (90, 60, 30 or 0 days), or None: each is given once, the most urgent first.

    `until` is the first day on which it no longer holds; `warned` is the last step that was told.
    """
    if until is None:
        return None
    left = (until - today).days
    reached = [days for days in WARNINGS if left <= days]
    if not reached or (warned is not None and reached[0] >= warned):
        return None
    return reached[0]

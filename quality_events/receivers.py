"""What quality events do when evidence tells them something."""

from evidence.events import PackSubmitted
from kernel.events import subscribe
from quality_events.actions.scope import suspect_newcomer


def connect() -> None:
    subscribe(PackSubmitted, suspect_newcomer)

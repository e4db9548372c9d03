"""What quality events do when evidence, or an event of their own, tells them something."""

from evidence.events import PackSubmitted
from kernel.events import subscribe
from quality_events.actions.repeating import propose_for_repeats
from quality_events.actions.scope import suspect_newcomer
from quality_events.events import EventMoved


def connect() -> None:
    subscribe(PackSubmitted, suspect_newcomer)
    subscribe(EventMoved, propose_for_repeats)

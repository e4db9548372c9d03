"""What is due, what waits for whom, what has not left the house."""

from clocks.queries.clocks import (
    clocks_of,
    clocks_of_lot,
    counted,
    explanation,
    nearest,
    pauses_of,
    running_clock,
    time_left,
)
from clocks.queries.health import (
    Backlog,
    due_backlog,
    heartbeats,
    outbox_backlog,
    unsealed_history,
)
from clocks.queries.inbox import InboxPage, Tab, inbox, inbox_count, open_item_of, waiting_at
from clocks.queries.outbox import dead_letters
from clocks.queries.proof import Proof, proof_of, unread_of_page
from clocks.queries.webhooks import deliveries_of, webhooks

__all__ = [
    "Backlog",
    "InboxPage",
    "Proof",
    "Tab",
    "clocks_of",
    "clocks_of_lot",
    "counted",
    "dead_letters",
    "deliveries_of",
    "due_backlog",
    "explanation",
    "heartbeats",
    "inbox",
    "inbox_count",
    "nearest",
    "open_item_of",
    "outbox_backlog",
    "pauses_of",
    "proof_of",
    "running_clock",
    "time_left",
    "unread_of_page",
    "unsealed_history",
    "waiting_at",
    "webhooks",
]

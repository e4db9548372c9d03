"""Every write about deadlines, notices, inbox and outbox."""

from clocks.actions.deadlines import cancel, meet, start
from clocks.actions.heartbeats import record_heartbeat
from clocks.actions.inbox import close_items, open_item, release_item, take_item
from clocks.actions.notices import notify
from clocks.actions.outbox import retry_message, send_next
from clocks.actions.sweeps import fire_due

__all__ = [
    "cancel",
    "close_items",
    "fire_due",
    "meet",
    "notify",
    "open_item",
    "record_heartbeat",
    "release_item",
    "retry_message",
    "send_next",
    "start",
    "take_item",
]

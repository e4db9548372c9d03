"""Every write about deadlines, notices, inbox and outbox."""

from clocks.actions.deadlines import cancel, meet, meet_all, start, start_all
from clocks.actions.duties import Duty
from clocks.actions.heartbeats import record_heartbeat
from clocks.actions.inbox import close_items, open_item, release_item, take_item
from clocks.actions.notices import notify
from clocks.actions.outbox import retry_message, send_next
from clocks.actions.pauses import pause, resume
from clocks.actions.receipts import note_page_read, note_read
from clocks.actions.sweeps import fire_due
from clocks.actions.webhooks import (
    add_webhook,
    announce,
    deliver_next,
    enable_webhook,
    end_webhook,
    ping_webhook,
    replay_deliveries,
)

__all__ = [
    "Duty",
    "add_webhook",
    "announce",
    "cancel",
    "close_items",
    "deliver_next",
    "enable_webhook",
    "end_webhook",
    "fire_due",
    "meet",
    "meet_all",
    "note_page_read",
    "note_read",
    "notify",
    "open_item",
    "pause",
    "ping_webhook",
    "record_heartbeat",
    "release_item",
    "replay_deliveries",
    "resume",
    "retry_message",
    "send_next",
    "start",
    "start_all",
    "take_item",
]

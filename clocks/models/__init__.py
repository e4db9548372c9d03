"""Clocks, notices, the outbox, webhooks."""

from clocks.models.clocks import Clock, ClockStep
from clocks.models.notices import InboxItem, Notice, NoticeReceipt
from clocks.models.outbox import Heartbeat, OutboxMessage
from clocks.models.pauses import ClockPause
from clocks.models.webhooks import Delivery, Webhook

__all__ = [
    "Clock",
    "ClockPause",
    "ClockStep",
    "Delivery",
    "Heartbeat",
    "InboxItem",
    "Notice",
    "NoticeReceipt",
    "OutboxMessage",
    "Webhook",
]

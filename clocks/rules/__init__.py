"""When a clock may start and be paused, who may take an inbox item, what can be sent again."""

from clocks.rules.pausing import check_may_pause, check_pause, check_resume, is_paused
from clocks.rules.waiting import (
    check_address,
    check_give_back,
    check_hears,
    check_in_hand,
    check_not_running,
    check_retry,
    check_take,
    check_topics,
    check_webhooks,
)

__all__ = [
    "check_address",
    "check_give_back",
    "check_hears",
    "check_in_hand",
    "check_may_pause",
    "check_not_running",
    "check_pause",
    "check_resume",
    "check_retry",
    "check_take",
    "check_topics",
    "check_webhooks",
    "is_paused",
]

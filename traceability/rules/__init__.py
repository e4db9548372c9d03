"""What must hold before goods leave, records are taken over, a recall goes on."""

from traceability.rules.goods import (
    NoEventsError,
    check_consignee,
    check_count,
    check_feed,
    check_fits,
    check_keys,
    check_may_capture,
    check_may_record_onward,
    check_names,
    check_onward,
    check_question,
    check_released,
    check_same,
    check_same_onward,
    check_verdicts,
    check_within_rule,
)

__all__ = [
    "NoEventsError",
    "check_consignee",
    "check_count",
    "check_feed",
    "check_fits",
    "check_keys",
    "check_may_capture",
    "check_may_record_onward",
    "check_names",
    "check_onward",
    "check_question",
    "check_released",
    "check_same",
    "check_same_onward",
    "check_verdicts",
    "check_within_rule",
]

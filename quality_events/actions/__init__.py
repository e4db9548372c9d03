"""Every write about quality events."""

from quality_events.actions.classify import classify_event, consent_to_class, refuse_class
from quality_events.actions.decide import approve_event, cancel_event, close_event, question_event, refuse_event
from quality_events.actions.investigate import propose_disposition, record_investigation
from quality_events.actions.report import report_event
from quality_events.actions.scope import decide_scope

__all__ = [
    "approve_event",
    "cancel_event",
    "classify_event",
    "close_event",
    "consent_to_class",
    "decide_scope",
    "propose_disposition",
    "question_event",
    "record_investigation",
    "refuse_class",
    "refuse_event",
    "report_event",
]

"""Every write about quality events."""

from quality_events.actions.causes import judge_cause, name_cause, record_whys
from quality_events.actions.classify import classify_event, consent_to_class, refuse_class
from quality_events.actions.decide import approve_event, cancel_event, close_event, question_event, refuse_event
from quality_events.actions.documents import add_event_document
from quality_events.actions.informants import name_informant, sign_information, withdraw_informant
from quality_events.actions.interim import report_interim
from quality_events.actions.investigate import propose_disposition, record_investigation
from quality_events.actions.oos import (
    conclude_oos,
    declare_retests,
    examine_oos,
    record_oos,
    record_retest,
    review_production,
)
from quality_events.actions.report import report_event
from quality_events.actions.scope import decide_scope

__all__ = [
    "add_event_document",
    "approve_event",
    "cancel_event",
    "classify_event",
    "close_event",
    "conclude_oos",
    "consent_to_class",
    "decide_scope",
    "declare_retests",
    "examine_oos",
    "judge_cause",
    "name_cause",
    "name_informant",
    "propose_disposition",
    "question_event",
    "record_investigation",
    "record_oos",
    "record_retest",
    "record_whys",
    "refuse_class",
    "refuse_event",
    "report_event",
    "report_interim",
    "review_production",
    "sign_information",
    "withdraw_informant",
]

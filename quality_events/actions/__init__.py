"""Every write about quality events."""

from quality_events.actions.adding import add_lots
from quality_events.actions.capa_judging import (
    judge_capa,
    lengthen_watch,
    recompute_capa,
    watch_next,
)
from quality_events.actions.capa_planning import (
    add_capa_action,
    approve_capa,
    drop_capa_action,
    plan_capa,
    propose_capa,
    return_capa,
    submit_capa,
)
from quality_events.actions.capa_work import (
    cancel_capa,
    complete_capa,
    do_capa_action,
    extend_capa_action,
    redo_capa,
    start_capa,
    verify_capa,
)
from quality_events.actions.causes import judge_cause, name_cause, record_whys
from quality_events.actions.classify import classify_event, consent_to_class, refuse_class
from quality_events.actions.decide import approve_event, cancel_event, close_event, question_event, refuse_event
from quality_events.actions.documents import add_event_document
from quality_events.actions.informants import name_informant, sign_information, withdraw_informant
from quality_events.actions.interim import report_interim
from quality_events.actions.investigate import propose_disposition, record_investigation
from quality_events.actions.labels import certify_destruction, classify_label, evaluate_hazard, state_no_obsolete
from quality_events.actions.oos import (
    conclude_oos,
    declare_retests,
    examine_oos,
    record_oos,
    record_retest,
    review_production,
)
from quality_events.actions.reading import read_report
from quality_events.actions.reopening import reopen_event
from quality_events.actions.report import report_event
from quality_events.actions.scope import decide_scope
from quality_events.actions.scope_consent import consent_to_scope, refuse_scope

__all__ = [
    "add_capa_action",
    "add_event_document",
    "add_lots",
    "approve_capa",
    "approve_event",
    "cancel_capa",
    "cancel_event",
    "certify_destruction",
    "classify_event",
    "classify_label",
    "close_event",
    "complete_capa",
    "conclude_oos",
    "consent_to_class",
    "consent_to_scope",
    "decide_scope",
    "declare_retests",
    "do_capa_action",
    "drop_capa_action",
    "evaluate_hazard",
    "examine_oos",
    "extend_capa_action",
    "judge_capa",
    "judge_cause",
    "lengthen_watch",
    "name_cause",
    "name_informant",
    "plan_capa",
    "propose_capa",
    "propose_disposition",
    "question_event",
    "read_report",
    "recompute_capa",
    "record_investigation",
    "record_oos",
    "record_retest",
    "record_whys",
    "redo_capa",
    "refuse_class",
    "refuse_event",
    "refuse_scope",
    "reopen_event",
    "report_event",
    "report_interim",
    "return_capa",
    "review_production",
    "sign_information",
    "start_capa",
    "state_no_obsolete",
    "submit_capa",
    "verify_capa",
    "watch_next",
    "withdraw_informant",
]

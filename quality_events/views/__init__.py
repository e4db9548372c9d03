"""Pages of quality events."""

from quality_events.views.capa import (
    add_action,
    capa_list,
    capa_page,
    do_action,
    drop_action,
    lengthen,
    move_capa,
    plan_capa,
    propose_capa,
    propose_new_capa,
    recompute,
)
from quality_events.views.capa_signing import extend_action, sign_capa
from quality_events.views.classes import classify, consent, keep_class
from quality_events.views.informants import informant, sign_told, withdraw
from quality_events.views.investigation import cause, document, interim, judge, whys
from quality_events.views.labels import destruction, fault, hazard, no_obsolete
from quality_events.views.lists import event_board, event_list
from quality_events.views.oos import declare, examine, initial, production, retest, sign_oos
from quality_events.views.oot import evaluate, sign_oot
from quality_events.views.pages import event_page, investigate
from quality_events.views.report import report
from quality_events.views.scope import let_go, more_lots, scope
from quality_events.views.signing import cancel, question, reopen, sign_step

__all__ = [
    "add_action",
    "cancel",
    "capa_list",
    "capa_page",
    "cause",
    "classify",
    "consent",
    "declare",
    "destruction",
    "do_action",
    "document",
    "drop_action",
    "evaluate",
    "event_board",
    "event_list",
    "event_page",
    "examine",
    "extend_action",
    "fault",
    "hazard",
    "informant",
    "initial",
    "interim",
    "investigate",
    "judge",
    "keep_class",
    "lengthen",
    "let_go",
    "more_lots",
    "move_capa",
    "no_obsolete",
    "plan_capa",
    "production",
    "propose_capa",
    "propose_new_capa",
    "question",
    "recompute",
    "reopen",
    "report",
    "retest",
    "scope",
    "sign_capa",
    "sign_oos",
    "sign_oot",
    "sign_step",
    "sign_told",
    "whys",
    "withdraw",
]

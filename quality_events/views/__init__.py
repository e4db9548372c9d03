"""Pages of quality events."""

from quality_events.views.classes import classify, consent, keep_class
from quality_events.views.informants import informant, sign_told, withdraw
from quality_events.views.investigation import cause, document, interim, judge, whys
from quality_events.views.lists import event_board, event_list
from quality_events.views.oos import declare, examine, initial, production, retest, sign_oos
from quality_events.views.pages import event_page, investigate
from quality_events.views.report import report
from quality_events.views.scope import scope
from quality_events.views.signing import cancel, question, sign_step

__all__ = [
    "cancel",
    "cause",
    "classify",
    "consent",
    "declare",
    "document",
    "event_board",
    "event_list",
    "event_page",
    "examine",
    "informant",
    "initial",
    "interim",
    "investigate",
    "judge",
    "keep_class",
    "production",
    "question",
    "report",
    "retest",
    "scope",
    "sign_oos",
    "sign_step",
    "sign_told",
    "whys",
    "withdraw",
]

"""Pages of quality events."""

from quality_events.views.classes import classify, consent, keep_class
from quality_events.views.lists import event_list
from quality_events.views.pages import event_page, investigate
from quality_events.views.report import report
from quality_events.views.scope import scope
from quality_events.views.signing import cancel, question, sign_step

__all__ = [
    "cancel",
    "classify",
    "consent",
    "event_list",
    "event_page",
    "investigate",
    "keep_class",
    "question",
    "report",
    "scope",
    "sign_step",
]
